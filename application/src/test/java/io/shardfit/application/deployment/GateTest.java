package io.shardfit.application.deployment;

import static io.shardfit.application.deployment.Office.expect;
import static org.assertj.core.api.Assertions.assertThat;

import io.shardfit.application.PlanFiles;
import io.shardfit.application.event.Role;
import io.shardfit.application.gate.ApprovalSnapshot;
import io.shardfit.application.gate.AskGate;
import io.shardfit.application.gate.Denial;
import io.shardfit.application.gate.FailurePolicy;
import io.shardfit.application.gate.GateAnswer;
import io.shardfit.application.gate.GateQuestion;
import io.shardfit.application.gate.RecordDenial;
import io.shardfit.application.ledger.Digest;
import io.shardfit.application.ledger.Entry;
import io.shardfit.application.ledger.StreamId;
import io.shardfit.application.port.EventLog;
import io.shardfit.application.readmodel.FoldedReadModels;
import io.shardfit.domain.approval.Standing;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// May it run now? What is kept in memory must never say other than the log.
class GateTest {
    private static final String READY = PlanFiles.founding("ep16-dp1-computed");
    private static final String OTHER =
            PlanFiles.with(READY, "globalBatch: 128", "globalBatch: 256");
    private static final Digest READY_DIGEST = new Digest(PlanFiles.checked(READY).digest());
    private static final Digest OTHER_DIGEST = new Digest(PlanFiles.checked(OTHER).digest());
    private static final Digest NOBODYS = new Digest("sha256:" + "0".repeat(64));

    private final SetClock clock = new SetClock(Instant.parse("2026-11-23T09:00:00Z"));
    private final MemoryLog log = new MemoryLog(clock);
    private final Office office = new Office(log, clock);
    private final AtomicBoolean cut = new AtomicBoolean();
    private final EventLog line = cuttable(log, cut);
    private final ApprovalSnapshot snapshot = new ApprovalSnapshot();
    private final AskGate gate = gate(snapshot, FailurePolicy.DENY);
    private long told;

    @BeforeEach
    void twoApproversOfOldStanding() {
        office.publish(1);
        office.publish(2);
        office.approver("usr_bo");
        office.approver("usr_cy");
        clock.pass(Office.DAY.multipliedBy(2));
    }

    private AskGate gate(ApprovalSnapshot kept, FailurePolicy policy) {
        return new AskGate(line, new FoldedReadModels(line), kept, clock, policy);
    }

    /// A log that can be cut off, as a database can.
    private static EventLog cuttable(EventLog log, AtomicBoolean cut) {
        return (EventLog)
                Proxy.newProxyInstance(
                        EventLog.class.getClassLoader(),
                        new Class<?>[] {EventLog.class},
                        (_, method, arguments) -> {
                            if (cut.get()) {
                                throw new UncheckedIOException(new IOException("cut off"));
                            }
                            try {
                                return method.invoke(log, arguments);
                            } catch (InvocationTargetException failed) {
                                throw failed.getCause();
                            }
                        });
    }

    /// What the follower of the log does ten times a second.
    private void follow() {
        List<Entry> entries = log.after(told, 10_000);
        if (!entries.isEmpty()) {
            snapshot.appended(entries);
            told = entries.getLast().position();
        }
        snapshot.upToDate(told, clock.instant());
    }

    private AskGate.Outcome ask(Digest plan) {
        return gate.ask(new GateQuestion(plan, Office.PRODUCTION, Optional.empty()));
    }

    private GateAnswer allowed(Digest plan) {
        return expect(AskGate.Outcome.Allowed.class, ask(plan)).answer();
    }

    private GateAnswer denied(Digest plan) {
        return expect(AskGate.Outcome.Denied.class, ask(plan)).answer();
    }

    private Digest approved() {
        Digest plan = office.submitted("usr_ana", READY).verdict().plan();
        office.requested("usr_ana");
        office.approve("usr_bo");
        follow();
        return plan;
    }

    @Test
    void itOpensWithTheApprovalAndClosesWithItsEnd() {
        Digest plan = office.submitted("usr_ana", READY).verdict().plan();
        follow();
        assertThat(denied(plan).standing()).isInstanceOf(Standing.NotRequested.class);

        office.requested("usr_ana");
        follow();
        assertThat(denied(plan).reason()).contains("0 of 1 approvals");

        office.approve("usr_bo");
        follow();
        GateAnswer answer = allowed(plan);
        assertThat(answer.source()).isEqualTo(GateAnswer.Source.MEMORY);
        assertThat(answer.position()).isEqualTo(log.head().position());
        Instant until = ((Standing.Effective) answer.standing()).until();

        clock.pass(Duration.between(clock.instant(), until).minusMillis(1));
        follow();
        assertThat(allowed(plan).standing()).isEqualTo(new Standing.Effective(until));
        clock.pass(Duration.ofMillis(1));
        follow();
        assertThat(denied(plan).standing())
                .as("nobody wrote anything: time alone closed it")
                .isEqualTo(new Standing.Expired(until));
    }

    @Test
    void aRevocationClosesItAsSoonAsTheLogIsHeard() {
        Digest plan = approved();
        allowed(plan);

        expect(
                RevokeApproval.Outcome.Revoked.class,
                new RevokeApproval(log, clock)
                        .revoke(office.from("usr_bo"), Office.DEPLOYMENT, Office.PRODUCTION, "no"));
        assertThat(ask(plan)).as("not heard yet").isInstanceOf(AskGate.Outcome.Allowed.class);
        follow();

        assertThat(denied(plan).reason()).contains("was revoked at");
    }

    @Test
    void thePlanThatWasApprovedIsNotThePlanThatTookItsPlace() {
        Digest old = approved();
        Digest next = office.submitted("usr_ana", OTHER).verdict().plan();
        follow();

        assertThat(denied(old).reason()).contains("has another plan now", next.text());
        assertThat(denied(next).reason()).contains("ended when the plan changed");
    }

    @Test
    void aPlanThatNobodySubmittedIsUnknownUntilSomebodyDoes() {
        follow();
        AskGate.Outcome.UnknownPlan unknown =
                expect(AskGate.Outcome.UnknownPlan.class, ask(NOBODYS));
        assertThat(unknown.reason()).contains(NOBODYS.text(), "submit it first");
        Digest plan = READY_DIGEST;
        assertThat(ask(plan)).isInstanceOf(AskGate.Outcome.UnknownPlan.class);

        office.submitted("usr_ana", READY);
        follow();

        assertThat(ask(plan)).isInstanceOf(AskGate.Outcome.Denied.class);
    }

    @Test
    void aDeploymentThatIsNamedSpeaksForItself() {
        Digest plan = approved();

        assertThat(
                        gate.ask(
                                new GateQuestion(
                                        plan, Office.PRODUCTION, Optional.of("somebody-elses"))))
                .isInstanceOf(AskGate.Outcome.UnknownPlan.class);
        assertThat(
                        gate.ask(
                                new GateQuestion(
                                        plan, Office.PRODUCTION, Optional.of(Office.DEPLOYMENT))))
                .isInstanceOf(AskGate.Outcome.Allowed.class);
    }

    @Test
    void withoutTheLogItAnswersFromMemoryForHalfAMinuteAndThenByPolicy() {
        Digest plan = approved();
        allowed(plan);
        cut.set(true);

        clock.pass(ApprovalSnapshot.LIMIT.minusSeconds(1));
        assertThat(ask(plan)).isInstanceOf(AskGate.Outcome.Allowed.class);
        clock.pass(Duration.ofSeconds(1));

        GateQuestion question = new GateQuestion(plan, Office.PRODUCTION, Optional.empty());
        AskGate.Outcome.Unanswered closed =
                expect(AskGate.Outcome.Unanswered.class, gate.ask(question));
        assertThat(closed.policy()).isEqualTo(FailurePolicy.DENY);
        assertThat(closed.reason()).contains("cannot be read");
        assertThat(gate(snapshot, FailurePolicy.ALLOW).ask(question))
                .isEqualTo(new AskGate.Outcome.Unanswered(FailurePolicy.ALLOW, closed.reason()));

        cut.set(false);
        clock.pass(Duration.ofSeconds(2));
        assertThat(allowed(plan).source())
                .as("the log is there again, its follower not yet")
                .isEqualTo(GateAnswer.Source.LOG);
    }

    @Test
    void aDenialIsWrittenOnceAndInAStreamOfItsOwn() {
        Digest plan = approved();
        allowed(plan);
        RecordDenial record = new RecordDenial(log);
        Denial denial =
                new Denial(
                        "uid-1",
                        Office.PRODUCTION,
                        Optional.of(Office.DEPLOYMENT),
                        Optional.of(plan),
                        "no");
        long before = log.stream(StreamId.environment(Office.PRODUCTION)).size();

        RecordDenial.Outcome first = record.record(denial);
        assertThat(record.record(denial)).isEqualTo(first);

        assertThat(log.stream(StreamId.admission(Office.PRODUCTION)))
                .extracting(Entry::type)
                .containsExactly("AdmissionDenied");
        assertThat(log.stream(StreamId.environment(Office.PRODUCTION))).hasSize((int) before);
        cut.set(true);
        snapshot.appended(log.after(told, 100));
        assertThat(ask(plan))
                .as("denials do not make it forget")
                .isInstanceOf(AskGate.Outcome.Allowed.class);
    }

    /// E29 in small: whatever happens, in whichever order, the gate and the deployment's page say
    /// the same, from memory and from the log.
    @Test
    void itNeverSaysOtherThanTheDeployment() {
        new GrantRole(log).grant(office.program(), "usr_ana", Role.APPROVER, "for the test");
        Random random = new Random(20261123);
        int open = 0;
        for (int step = 0; step < 300; step++) {
            happen(random);
            follow();
            Instant now = clock.instant();
            for (Digest plan : List.of(READY_DIGEST, OTHER_DIGEST)) {
                boolean expected = mayRun(plan, now);
                open += expected ? 1 : 0;
                assertThat(isOpen(gate, plan)).as("memory, step %d", step).isEqualTo(expected);
                assertThat(isOpen(gate(new ApprovalSnapshot(), FailurePolicy.ALLOW), plan))
                        .as("log, step %d", step)
                        .isEqualTo(expected);
            }
        }
        assertThat(open).as("steps at which it was open: both answers are met").isBetween(30, 270);
    }

    private static boolean isOpen(AskGate gate, Digest plan) {
        return gate.ask(new GateQuestion(plan, Office.PRODUCTION, Optional.empty()))
                instanceof AskGate.Outcome.Allowed;
    }

    private boolean mayRun(Digest plan, Instant now) {
        return new ReadDeployment(log).read(Office.DEPLOYMENT, now)
                        instanceof ReadDeployment.Outcome.Read(var history, var standings)
                && history.plan().orElseThrow().submitted().plan().equals(plan)
                && standings.containsKey(Office.PRODUCTION)
                && standings.get(Office.PRODUCTION).isEffective();
    }

    private void happen(Random random) {
        switch (random.nextInt(9)) {
            case 0 -> office.submit(office.from("usr_ana"), random.nextInt(4) == 0 ? OTHER : READY);
            case 1, 2 -> office.request("usr_ana");
            case 3, 4, 5 -> office.approve(random.nextBoolean() ? "usr_bo" : "usr_cy");
            case 6 -> {
                if (random.nextInt(4) == 0) {
                    new RevokeApproval(log, clock)
                            .revoke(
                                    office.from("usr_bo"),
                                    Office.DEPLOYMENT,
                                    Office.PRODUCTION,
                                    "no");
                }
            }
            case 7 -> {
                if (random.nextInt(6) == 0) {
                    clock.pass(Duration.ofDays(random.nextInt(60)));
                }
            }
            default -> clock.pass(Duration.ofHours(1));
        }
    }
}
