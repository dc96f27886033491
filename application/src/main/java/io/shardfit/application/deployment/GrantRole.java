package io.shardfit.application.deployment;

import io.shardfit.application.deployment.Commands.Answers;
import io.shardfit.application.event.DirectoryEvent.RoleGranted;
import io.shardfit.application.event.Role;
import io.shardfit.application.event.RoleHistory;
import io.shardfit.application.ledger.AppendOutcome;
import io.shardfit.application.ledger.StreamId;
import io.shardfit.application.port.EventLog;
import io.shardfit.domain.approval.SeparationOfDuties;
import java.util.List;
import java.util.Optional;

/// Gives somebody a role. Nobody gives one to themselves.
public final class GrantRole {
    private final Commands commands;
    private final Histories histories;

    public GrantRole(EventLog log) {
        this.commands = new Commands(log);
        this.histories = new Histories(log);
    }

    /// What became of it.
    public sealed interface Outcome {
        record Granted(RoleGranted grant) implements Outcome {}

        record Refused(Refusal refusal) implements Outcome {}

        record NotWritten(AppendOutcome why) implements Outcome {}
    }

    public Outcome grant(Sender sender, String subject, Role role, String reason) {
        return commands.carryOut(
                sender,
                StreamId.directory(),
                Commands.request("GrantRole", subject, role, reason),
                () -> decide(sender, subject, role, reason),
                new Answers<>(
                        written -> new Outcome.Granted((RoleGranted) written.getFirst().event()),
                        Outcome.NotWritten::new));
    }

    private Decision<Outcome> decide(Sender sender, String subject, Role role, String reason) {
        RoleHistory roles = histories.roles();
        Optional<Refusal> refusal =
                Authority.administers(sender, roles)
                        .or(() ->
                                SeparationOfDuties.toGrantRole(sender.actor().id(), subject)
                                        .map(Refusal.Objected::new))
                        .or(() -> held(roles, subject, role))
                        .or(() -> Texts.missing(reason, "a reason"));
        return refusal.<Decision<Outcome>>map(why -> Decision.answer(new Outcome.Refused(why)))
                .orElseGet(() ->
                        Decision.write(
                                List.of(
                                        Decision.append(
                                                StreamId.directory(),
                                                roles.version(),
                                                new RoleGranted(subject, role, reason))),
                                List.of()));
    }

    private static Optional<Refusal> held(RoleHistory roles, String subject, Role role) {
        return roles.holds(subject, role)
                ? Optional.of(
                        new Refusal.AlreadySo("%s is %s already".formatted(subject, role.word())))
                : Optional.empty();
    }
}
