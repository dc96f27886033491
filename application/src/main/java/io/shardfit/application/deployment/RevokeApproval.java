package io.shardfit.application.deployment;

import io.shardfit.application.deployment.Commands.Answers;
import io.shardfit.application.event.ApprovalEvent.ApprovalRevoked;
import io.shardfit.application.ledger.AppendOutcome;
import io.shardfit.application.ledger.StreamId;
import io.shardfit.application.port.EventLog;
import io.shardfit.domain.approval.Standing;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/// Takes back, at once, whatever is approved or asked for in an environment. The reason is
/// compulsory.
public final class RevokeApproval {
    private final Commands commands;
    private final Histories histories;
    private final InstantSource clock;

    public RevokeApproval(EventLog log, InstantSource clock) {
        this.commands = new Commands(log);
        this.histories = new Histories(log);
        this.clock = clock;
    }

    /// What became of it.
    public sealed interface Outcome {
        record Revoked(ApprovalRevoked revocation) implements Outcome {}

        record Refused(Refusal refusal) implements Outcome {}

        record NotWritten(AppendOutcome why) implements Outcome {}
    }

    public Outcome revoke(Sender sender, String deployment, String environment, String reason) {
        Optional<Refusal> invalid = Names.refusal(deployment, environment);
        if (invalid.isPresent()) {
            return new Outcome.Refused(invalid.orElseThrow());
        }
        return commands.carryOut(
                sender,
                StreamId.deployment(deployment),
                Commands.request("RevokeApproval", deployment, environment, reason),
                () -> decide(sender, deployment, environment, reason),
                new Answers<>(
                        written ->
                                new Outcome.Revoked((ApprovalRevoked) written.getFirst().event()),
                        Outcome.NotWritten::new));
    }

    private Decision<Outcome> decide(
            Sender sender, String deployment, String environment, String reason) {
        Place place = histories.place(deployment, environment);
        Optional<Refusal> refusal =
                Names.dead(deployment, place.history())
                        .or(() -> sender.misses(place.history()))
                        .or(() -> Authority.stops(sender, place.history(), histories.roles()))
                        .or(() -> Texts.missing(reason, "a reason"))
                        .or(() -> nothingToRevoke(place));
        return refusal.<Decision<Outcome>>map(why -> Decision.answer(new Outcome.Refused(why)))
                .orElseGet(() ->
                        Decision.write(
                                List.of(
                                        Decision.append(
                                                StreamId.deployment(deployment),
                                                place.history().version(),
                                                new ApprovalRevoked(environment, reason))),
                                List.of()));
    }

    private Optional<Refusal> nothingToRevoke(Place place) {
        Standing standing = place.standing(clock.instant());
        return standing.isEffective() || standing instanceof Standing.Pending
                ? Optional.empty()
                : Optional.of(new Refusal.WrongStanding(standing));
    }
}
