package io.shardfit.application.deployment;

import io.shardfit.application.deployment.Commands.Answers;
import io.shardfit.application.event.DirectoryEvent.RoleGranted;
import io.shardfit.application.event.DirectoryEvent.RoleRevoked;
import io.shardfit.application.event.LedgerEvent;
import io.shardfit.application.event.Recorded;
import io.shardfit.application.event.Role;
import io.shardfit.application.event.RoleHistory;
import io.shardfit.application.ledger.Actor;
import io.shardfit.application.ledger.AppendOutcome;
import io.shardfit.application.ledger.Entry;
import io.shardfit.application.ledger.StreamId;
import io.shardfit.application.port.EventLog;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/// Brings the roles of somebody who signs in to what their groups say. Roles that an administrator
/// granted stay; roles that a group gave end with the group.
public final class AlignRoles {
    /// Who grants and revokes for the groups.
    public static final String BY = "shardfit-sign-in";

    private static final String GONE = "no group gives it any more";

    private final EventLog log;
    private final Commands commands;

    public AlignRoles(EventLog log) {
        this.log = log;
        this.commands = new Commands(log);
    }

    /// What became of it.
    public sealed interface Outcome {
        /// @param changes none, if all was so already
        record Aligned(List<LedgerEvent> changes) implements Outcome {
            public Aligned {
                changes = List.copyOf(changes);
            }
        }

        record NotWritten(AppendOutcome why) implements Outcome {}
    }

    /// @param command a key of this signing in
    /// @param entitled the roles that the groups give, each with the reason
    public Outcome align(UUID command, String subject, Map<Role, String> entitled) {
        return commands.carryOut(
                new Sender(system(), command),
                StreamId.directory(),
                Commands.request("AlignRoles", subject, entitled),
                () -> decide(subject, entitled),
                new Answers<>(
                        written ->
                                new Outcome.Aligned(written.stream().map(Recorded::event).toList()),
                        Outcome.NotWritten::new));
    }

    private static Actor system() {
        return new Actor(BY, Actor.Kind.SYSTEM, "oidc", Optional.empty(), Optional.empty());
    }

    private Decision<Outcome> decide(String subject, Map<Role, String> entitled) {
        List<Entry> entries = log.stream(StreamId.directory());
        Set<Role> held = RoleHistory.of(entries).of(subject);
        Set<Role> given = given(entries, subject);
        List<LedgerEvent> changes = new ArrayList<>();
        for (Role role : Role.values()) {
            if (entitled.containsKey(role) && !held.contains(role)) {
                changes.add(new RoleGranted(subject, role, entitled.getOrDefault(role, "a group")));
            }
            if (!entitled.containsKey(role) && held.contains(role) && given.contains(role)) {
                changes.add(new RoleRevoked(subject, role, GONE));
            }
        }
        return changes.isEmpty()
                ? Decision.answer(new Outcome.Aligned(List.of()))
                : Decision.write(
                        List.of(Decision.append(StreamId.directory(), entries.size(), changes)),
                        List.of());
    }

    /// {@return the roles whose last grant was one of ours}
    private static Set<Role> given(List<Entry> entries, String subject) {
        Set<Role> given = EnumSet.noneOf(Role.class);
        for (Recorded recorded : Recorded.all(entries)) {
            if (recorded.event() instanceof RoleGranted(String whom, Role role, String _)
                    && whom.equals(subject)) {
                if (recorded.by().equals(BY)) {
                    given.add(role);
                } else {
                    given.remove(role);
                }
            }
        }
        return given;
    }
}
