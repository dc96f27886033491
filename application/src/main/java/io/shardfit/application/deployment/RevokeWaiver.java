package io.shardfit.application.deployment;

import io.shardfit.application.deployment.Commands.Answers;
import io.shardfit.application.event.EnvironmentEvent.WaiverRevoked;
import io.shardfit.application.event.EnvironmentHistory;
import io.shardfit.application.event.Role;
import io.shardfit.application.event.RoleHistory;
import io.shardfit.application.ledger.AppendOutcome;
import io.shardfit.application.ledger.StreamId;
import io.shardfit.application.port.EventLog;
import java.util.List;
import java.util.Optional;

/// Ends a waiver at once; approvals that rest on it are suspended by that.
public final class RevokeWaiver {
    private final Commands commands;
    private final Histories histories;

    public RevokeWaiver(EventLog log) {
        this.commands = new Commands(log);
        this.histories = new Histories(log);
    }

    /// What became of it.
    public sealed interface Outcome {
        record Revoked(WaiverRevoked revocation) implements Outcome {}

        record Refused(Refusal refusal) implements Outcome {}

        record NotWritten(AppendOutcome why) implements Outcome {}
    }

    public Outcome revoke(Sender sender, String environment, String waiver, String reason) {
        Optional<Refusal> invalid = Names.refusal(environment);
        if (invalid.isPresent()) {
            return new Outcome.Refused(invalid.orElseThrow());
        }
        return commands.carryOut(
                sender,
                StreamId.environment(environment),
                Commands.request("RevokeWaiver", environment, waiver, reason),
                () -> decide(sender, environment, waiver, reason),
                new Answers<>(
                        written -> new Outcome.Revoked((WaiverRevoked) written.getFirst().event()),
                        Outcome.NotWritten::new));
    }

    private Decision<Outcome> decide(
            Sender sender, String environment, String waiver, String reason) {
        EnvironmentHistory history = histories.environment(environment);
        Optional<Refusal> refusal =
                mayNot(sender, histories.roles())
                        .or(() -> Texts.missing(reason, "a reason"))
                        .or(() -> notThere(history, waiver));
        return refusal.<Decision<Outcome>>map(why -> Decision.answer(new Outcome.Refused(why)))
                .orElseGet(() ->
                        Decision.write(
                                List.of(
                                        Decision.append(
                                                StreamId.environment(environment),
                                                history.version(),
                                                new WaiverRevoked(waiver, reason))),
                                List.of()));
    }

    private static Optional<Refusal> mayNot(Sender sender, RoleHistory roles) {
        return roles.holds(sender.actor().id(), Role.APPROVER)
                ? Optional.empty()
                : Authority.administers(sender, roles);
    }

    private static Optional<Refusal> notThere(EnvironmentHistory history, String waiver) {
        return history.waiver(waiver).isPresent()
                ? Optional.empty()
                : Optional.of(new Refusal.NotThere("waiver " + waiver));
    }
}
