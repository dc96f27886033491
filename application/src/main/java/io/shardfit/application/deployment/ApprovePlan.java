package io.shardfit.application.deployment;

import io.shardfit.application.deployment.Commands.Answers;
import io.shardfit.application.event.ApprovalEvent.ApprovalRequested;
import io.shardfit.application.event.ApprovalEvent.Basis;
import io.shardfit.application.event.ApprovalEvent.PlanApproved;
import io.shardfit.application.event.Recorded;
import io.shardfit.application.event.Role;
import io.shardfit.application.event.RoleHistory;
import io.shardfit.application.event.RuleSetHistory;
import io.shardfit.application.ledger.AppendOutcome;
import io.shardfit.application.ledger.StreamId;
import io.shardfit.application.port.EventLog;
import io.shardfit.domain.approval.Acceptance;
import io.shardfit.domain.approval.Objection;
import io.shardfit.domain.approval.SeparationOfDuties;
import io.shardfit.domain.approval.Standing;
import io.shardfit.domain.verdict.Readiness;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/// One person says yes, to exactly the plan, verdict and policy that were asked about and shown.
public final class ApprovePlan {
    private final Commands commands;
    private final Histories histories;
    private final InstantSource clock;

    public ApprovePlan(EventLog log, InstantSource clock) {
        this.commands = new Commands(log);
        this.histories = new Histories(log);
        this.clock = clock;
    }

    /// @param comment compulsory where the answer is not READY of itself
    /// @param shown what was on the screen; refused when it is not what is approved
    public record Approval(
            String deployment,
            String environment,
            Optional<String> comment,
            Optional<Basis> shown) {}

    /// What became of it.
    public sealed interface Outcome {
        record Approved(PlanApproved approval, Standing standing) implements Outcome {}

        record Refused(Refusal refusal) implements Outcome {}

        record NotWritten(AppendOutcome why) implements Outcome {}
    }

    public Outcome approve(Sender sender, Approval approval) {
        Optional<Refusal> invalid = Names.refusal(approval.deployment(), approval.environment());
        if (invalid.isPresent()) {
            return new Outcome.Refused(invalid.orElseThrow());
        }
        return commands.carryOut(
                sender,
                StreamId.deployment(approval.deployment()),
                Commands.request(
                        "ApprovePlan",
                        approval.deployment(),
                        approval.environment(),
                        approval.comment(),
                        approval.shown()),
                () -> decide(sender, approval),
                new Answers<>(written -> approved(approval, written), Outcome.NotWritten::new));
    }

    private Outcome approved(Approval approval, List<Recorded> written) {
        Recorded recorded = written.getFirst();
        Place place =
                histories.placeAsOf(
                        approval.deployment(), approval.environment(), recorded.position());
        return new Outcome.Approved((PlanApproved) recorded.event(), place.standing(recorded.at()));
    }

    private Decision<Outcome> decide(Sender sender, Approval approval) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        Place place = histories.place(approval.deployment(), approval.environment());
        RuleSetHistory rules = histories.ruleSets();
        RoleHistory roles = histories.roles();
        Optional<Refusal> dead =
                Names.dead(place.deployment(), place.history())
                        .or(() -> sender.misses(place.history()));
        if (dead.isPresent()) {
            return refused(dead.orElseThrow());
        }
        Optional<ApprovalRequested> request = place.history().lastRequest(approval.environment());
        if (request.isEmpty()) {
            return refused(new Refusal.NotRequested(approval.environment()));
        }
        Optional<Refusal> refusal =
                Staleness.of(place, request.orElseThrow(), approval.shown(), rules)
                        .or(() -> mayNot(sender, place, request.orElseThrow(), roles, now))
                        .or(() -> Texts.tooLong(approval.comment(), "a comment"));
        return refusal.map(ApprovePlan::refused)
                .orElseGet(() ->
                        accept(
                                sender,
                                approval,
                                place,
                                request.orElseThrow(),
                                new Surroundings(rules, roles, now)));
    }

    private record Surroundings(RuleSetHistory rules, RoleHistory roles, Instant now) {}

    /// {@return why the sender may not approve what was asked, whatever they would say}
    static Optional<Refusal> mayNot(
            Sender sender, Place place, ApprovalRequested request, RoleHistory roles, Instant now) {
        Standing round = place.standing(request.round(), now);
        return notOpen(round)
                .or(() -> objection(sender, place, roles, now))
                .or(() -> twice(sender, place, request, round));
    }

    private static Optional<Refusal> notOpen(Standing round) {
        return round instanceof Standing.Pending || round instanceof Standing.Effective
                ? Optional.empty()
                : Optional.of(new Refusal.WrongStanding(round));
    }

    private static Optional<Refusal> objection(
            Sender sender, Place place, RoleHistory roles, Instant now) {
        Optional<Objection> objection =
                SeparationOfDuties.toDecide(
                        Persons.of(sender, roles),
                        place.history().plan().orElseThrow().submitted().authors(),
                        place.surroundings().policy(),
                        now);
        return objection.map(Refusal.Objected::new);
    }

    /// Where enough approved, nobody else must.
    private static Optional<Refusal> twice(
            Sender sender, Place place, ApprovalRequested request, Standing round) {
        return place.history().events().stream()
                        .filter(one -> one.by().equals(sender.actor().id()))
                        .anyMatch(one ->
                                one.event() instanceof PlanApproved given
                                        && given.environment().equals(place.environment())
                                        && given.round().equals(request.round()))
                ? Optional.of(
                        round instanceof Standing.Effective
                                ? new Refusal.WrongStanding(round)
                                : new Refusal.AlreadyApproved(sender.actor().id()))
                : Optional.empty();
    }

    private static Decision<Outcome> accept(
            Sender sender,
            Approval approval,
            Place place,
            ApprovalRequested request,
            Surroundings around) {
        return switch (place.acceptance(place.verdict().orElseThrow(), around.now())) {
            case Acceptance.NotAllowed(Readiness result, List<String> codes) ->
                    refused(new Refusal.NotAllowed(result, codes));
            case Acceptance.Accepted accepted
                    when accepted.needsWords() && Texts.isMissing(approval.comment()) ->
                    refused(new Refusal.NeedsText("a comment on approving " + what(accepted)));
            case Acceptance.Accepted accepted ->
                    write(sender, approval, place, request, accepted, around);
        };
    }

    private static String what(Acceptance.Accepted accepted) {
        return accepted.waivers().isEmpty()
                ? "what is " + accepted.result()
                : "what rests on waivers";
    }

    /// An approval ends no later than the first waiver that it rests on.
    private static Decision<Outcome> write(
            Sender sender,
            Approval approval,
            Place place,
            ApprovalRequested request,
            Acceptance.Accepted accepted,
            Surroundings around) {
        Instant lifetime = around.now().plus(place.surroundings().policy().approvalLifetime());
        Instant until = accepted.until().filter(lifetime::isAfter).orElse(lifetime);
        PlanApproved approved =
                new PlanApproved(
                        place.environment(),
                        request.round(),
                        request.basis(),
                        accepted.result(),
                        until,
                        approval.comment(),
                        around.roles().of(sender.actor().id()).stream().map(Role::word).toList(),
                        accepted.waivers());
        return Decision.write(
                List.of(
                        Decision.append(
                                StreamId.deployment(place.deployment()),
                                place.history().version(),
                                approved),
                        Decision.demand(
                                StreamId.environment(place.environment()),
                                place.surroundings().version()),
                        Decision.demand(StreamId.ruleSet(), around.rules().version()),
                        Decision.demand(StreamId.directory(), around.roles().version())),
                List.of());
    }

    private static Decision<Outcome> refused(Refusal refusal) {
        return Decision.answer(new Outcome.Refused(refusal));
    }
}
