package io.shardfit.application.deployment;

import io.shardfit.application.deployment.Commands.Answers;
import io.shardfit.application.event.ApprovalEvent.ApprovalRejected;
import io.shardfit.application.event.ApprovalEvent.ApprovalRequested;
import io.shardfit.application.event.Role;
import io.shardfit.application.event.RoleHistory;
import io.shardfit.application.ledger.AppendOutcome;
import io.shardfit.application.ledger.StreamId;
import io.shardfit.application.port.EventLog;
import io.shardfit.domain.approval.Standing;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/// One person says no, which ends the request. The reason is compulsory.
public final class RejectApproval {
    private final Commands commands;
    private final Histories histories;
    private final InstantSource clock;

    public RejectApproval(EventLog log, InstantSource clock) {
        this.commands = new Commands(log);
        this.histories = new Histories(log);
        this.clock = clock;
    }

    /// What became of it.
    public sealed interface Outcome {
        record Rejected(ApprovalRejected rejection) implements Outcome {}

        record Refused(Refusal refusal) implements Outcome {}

        record NotWritten(AppendOutcome why) implements Outcome {}
    }

    public Outcome reject(Sender sender, String deployment, String environment, String comment) {
        Optional<Refusal> invalid = Names.refusal(deployment, environment);
        if (invalid.isPresent()) {
            return new Outcome.Refused(invalid.orElseThrow());
        }
        return commands.carryOut(
                sender,
                StreamId.deployment(deployment),
                Commands.request("RejectApproval", deployment, environment, comment),
                () -> decide(sender, deployment, environment, comment),
                new Answers<>(
                        written ->
                                new Outcome.Rejected((ApprovalRejected) written.getFirst().event()),
                        Outcome.NotWritten::new));
    }

    private Decision<Outcome> decide(
            Sender sender, String deployment, String environment, String comment) {
        Place place = histories.place(deployment, environment);
        Optional<ApprovalRequested> request = place.history().lastRequest(environment);
        Optional<Refusal> refusal =
                Names.dead(deployment, place.history())
                        .or(() -> sender.misses(place.history()))
                        .or(() -> mayNot(sender, histories.roles()))
                        .or(() -> Texts.missing(comment, "a comment on rejecting"))
                        .or(() -> notPending(place, request));
        return refusal.<Decision<Outcome>>map(why -> Decision.answer(new Outcome.Refused(why)))
                .orElseGet(() ->
                        Decision.write(
                                List.of(
                                        Decision.append(
                                                StreamId.deployment(deployment),
                                                place.history().version(),
                                                new ApprovalRejected(
                                                        environment,
                                                        request.orElseThrow().round(),
                                                        comment))),
                                List.of()));
    }

    private static Optional<Refusal> mayNot(Sender sender, RoleHistory roles) {
        String id = sender.actor().id();
        return sender.isInPerson() && roles.holds(id, Role.APPROVER)
                ? Optional.empty()
                : Optional.of(new Refusal.NeedsRole(id, Role.APPROVER.word()));
    }

    private Optional<Refusal> notPending(Place place, Optional<ApprovalRequested> request) {
        if (request.isEmpty()) {
            return Optional.of(new Refusal.NotRequested(place.environment()));
        }
        Standing standing = place.standing(request.orElseThrow().round(), clock.instant());
        return standing instanceof Standing.Pending
                ? Optional.empty()
                : Optional.of(new Refusal.WrongStanding(standing));
    }
}
