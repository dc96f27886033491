package io.shardfit.application.deployment;

import io.shardfit.application.deployment.Commands.Answers;
import io.shardfit.application.event.DirectoryEvent.RoleRevoked;
import io.shardfit.application.event.Role;
import io.shardfit.application.event.RoleHistory;
import io.shardfit.application.ledger.AppendOutcome;
import io.shardfit.application.ledger.StreamId;
import io.shardfit.application.port.EventLog;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Takes a role from somebody, at once.
public final class RevokeRole {
    private final Commands commands;
    private final Histories histories;

    public RevokeRole(EventLog log) {
        this.commands = new Commands(log);
        this.histories = new Histories(log);
    }

    /// What became of it.
    public sealed interface Outcome {
        record Revoked(RoleRevoked revocation) implements Outcome {}

        record Refused(Refusal refusal) implements Outcome {}

        record NotWritten(AppendOutcome why) implements Outcome {}
    }

    public Outcome revoke(Sender sender, String subject, Role role, String reason) {
        return commands.carryOut(
                sender,
                StreamId.directory(),
                Commands.request("RevokeRole", subject, role, reason),
                () -> decide(sender, subject, role, reason),
                new Answers<>(
                        written -> new Outcome.Revoked((RoleRevoked) written.getFirst().event()),
                        Outcome.NotWritten::new));
    }

    private Decision<Outcome> decide(Sender sender, String subject, Role role, String reason) {
        RoleHistory roles = histories.roles();
        Optional<Refusal> refusal =
                Authority.administers(sender, roles)
                        .or(() -> notHeld(roles, subject, role))
                        .or(() -> Texts.missing(reason, "a reason"))
                        .or(() -> last(roles, subject, role));
        return refusal.<Decision<Outcome>>map(why -> Decision.answer(new Outcome.Refused(why)))
                .orElseGet(() ->
                        Decision.write(
                                List.of(
                                        Decision.append(
                                                StreamId.directory(),
                                                roles.version(),
                                                new RoleRevoked(subject, role, reason))),
                                List.of()));
    }

    /// Nobody grants a role to themselves, so the role would be gone for ever.
    private static Optional<Refusal> last(RoleHistory roles, String subject, Role role) {
        return role == Role.ADMIN && roles.holders(Role.ADMIN).equals(Set.of(subject))
                ? Optional.of(
                        new Refusal.AlreadySo(
                                subject
                                        + " is the last administrator, and nobody could grant the"
                                        + " role again: grant it to another person first"))
                : Optional.empty();
    }

    private static Optional<Refusal> notHeld(RoleHistory roles, String subject, Role role) {
        return roles.holds(subject, role)
                ? Optional.empty()
                : Optional.of(new Refusal.NeedsRole(subject, role.word()));
    }
}
