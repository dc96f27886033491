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
import java.util.function.Predicate;

/// Takes a role from somebody, at once. The last administrator keeps theirs.
public final class RevokeRole {
    private final Commands commands;
    private final Histories histories;
    private final Predicate<String> canComeIn;

    public RevokeRole(EventLog log) {
        this(log, _ -> true);
    }

    /// @param canComeIn whether anybody can act as the person of an id
    public RevokeRole(EventLog log, Predicate<String> canComeIn) {
        this.commands = new Commands(log);
        this.histories = new Histories(log);
        this.canComeIn = canComeIn;
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
                        .or(() -> last(roles, subject, role))
                        .or(() -> Texts.missing(reason, "a reason"));
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

    /// Only an administrator makes another.
    private Optional<Refusal> last(RoleHistory roles, String subject, Role role) {
        boolean others =
                roles.held().keySet().stream()
                        .filter(id -> !id.equals(subject))
                        .filter(canComeIn)
                        .anyMatch(id -> roles.holds(id, Role.ADMIN));
        return role != Role.ADMIN || others
                ? Optional.empty()
                : Optional.of(new Refusal.LastAdministrator(subject));
    }

    private static Optional<Refusal> notHeld(RoleHistory roles, String subject, Role role) {
        return roles.holds(subject, role)
                ? Optional.empty()
                : Optional.of(new Refusal.NeedsRole(subject, role.word()));
    }
}
