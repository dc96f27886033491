package io.shardfit.application.deployment;

import io.shardfit.application.CheckPlan;
import io.shardfit.application.PlanFiles;
import io.shardfit.application.event.ApprovalEvent.Basis;
import io.shardfit.application.event.Role;
import io.shardfit.application.event.StandingVerdict;
import io.shardfit.application.ledger.Actor;
import io.shardfit.application.ledger.Entry;
import io.shardfit.application.ledger.StreamId;
import io.shardfit.application.port.EventLog;
import io.shardfit.application.remedy.ProposeRemedies;
import io.shardfit.domain.approval.EnvironmentPolicy;
import io.shardfit.domain.approval.Standing;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// The use cases over one log, and the people who use them.
final class Office {
    static final String DEPLOYMENT = "moe-30b";
    static final String PRODUCTION = "production";
    static final RequestApproval.Wish WISH = RequestApproval.Wish.of(DEPLOYMENT, PRODUCTION);
    static final CheckPlan CHECK = new CheckPlan(PlanFiles.CATALOGUE);
    static final ProposeRemedies PROPOSE = new ProposeRemedies(PlanFiles.CATALOGUE);

    final EventLog log;
    final InstantSource clock;
    private int commands;

    Office(EventLog log, InstantSource clock) {
        this.log = log;
        this.clock = clock;
    }

    Sender from(String person) {
        commands++;
        return new Sender(Actor.human(person), new UUID(0x019a_0000_0000_7000L, commands));
    }

    Sender program() {
        commands++;
        return new Sender(Actor.system("set-up"), new UUID(0x019a_0000_0000_7000L, commands));
    }

    PublishRuleSet.Outcome publish(int number) {
        return new PublishRuleSet(log, CHECK, clock).publish(program(), number);
    }

    void approver(String person) {
        expect(
                GrantRole.Outcome.Granted.class,
                new GrantRole(log).grant(program(), person, Role.APPROVER, "set-up"));
    }

    void policy(EnvironmentPolicy policy) {
        expect(
                ChangePolicy.Outcome.Changed.class,
                new ChangePolicy(log).change(program(), PRODUCTION, policy, "set-up"));
    }

    static EnvironmentPolicy usual() {
        return EnvironmentPolicy.DEFAULT;
    }

    SubmitPlan.Outcome submit(Sender sender, String text) {
        return new SubmitPlan(log, CHECK)
                .submit(sender, DEPLOYMENT, "plan.yaml", text.getBytes(StandardCharsets.UTF_8));
    }

    StandingVerdict submitted(String person, String text) {
        return expect(SubmitPlan.Outcome.Submitted.class, submit(from(person), text)).verdict();
    }

    RequestApproval.Outcome request(String person) {
        return new RequestApproval(log, CHECK, clock).request(from(person), WISH);
    }

    Basis requested(String person) {
        return expect(RequestApproval.Outcome.Requested.class, request(person)).request().basis();
    }

    ApprovePlan.Outcome approve(Sender sender, Optional<Basis> shown) {
        return new ApprovePlan(log, clock)
                .approve(
                        sender,
                        new ApprovePlan.Approval(
                                DEPLOYMENT, PRODUCTION, Optional.of("seen"), shown));
    }

    ApprovePlan.Outcome approve(String person) {
        return approve(from(person), Optional.empty());
    }

    Standing standing() {
        return new Histories(log).place(DEPLOYMENT, PRODUCTION).standing(clock.instant());
    }

    List<Entry> deployment() {
        return log.stream(StreamId.deployment(DEPLOYMENT));
    }

    List<String> types() {
        return log.after(0, 1000).stream().map(Entry::type).toList();
    }

    static <T> T expect(Class<T> type, Object outcome) {
        if (!type.isInstance(outcome)) {
            throw new AssertionError("expected " + type.getName() + ", got " + outcome);
        }
        return type.cast(outcome);
    }

    static final Duration DAY = Duration.ofDays(1);
}
