package io.shardfit.application.event;

import io.shardfit.application.event.DirectoryEvent.RoleGranted;
import io.shardfit.application.event.DirectoryEvent.RoleRevoked;
import io.shardfit.application.event.DirectoryEvent.TokenIssued;
import io.shardfit.application.event.DirectoryEvent.TokenRevoked;
import io.shardfit.application.ledger.Entry;
import java.time.Instant;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// Who holds which role, and since when. A role granted again while it is held keeps its age.
public record RoleHistory(long version, Map<String, Map<Role, Instant>> held) {
    public RoleHistory {
        held = Collections.unmodifiableMap(new HashMap<>(held));
    }

    /// @throws UnreadableEvent if the stream holds what this program cannot read
    public static RoleHistory of(List<Entry> entries) {
        Map<String, Map<Role, Instant>> held = new HashMap<>();
        for (Entry entry : entries) {
            switch (LedgerEvents.read(entry)) {
                case RoleGranted(String subject, Role role, String _) ->
                        held.computeIfAbsent(subject, _ -> new EnumMap<>(Role.class))
                                .putIfAbsent(role, entry.recordedAt());
                case RoleRevoked(String subject, Role role, String _) ->
                        held.getOrDefault(subject, new EnumMap<>(Role.class)).remove(role);
                case TokenIssued _, TokenRevoked _ -> {
                    // a token has the roles that it was given, as long as its owner has them
                }
                case PlanEvent _,
                        ApprovalEvent _,
                        EnvironmentEvent _,
                        RuleSetEvent _,
                        LogContinued _ ->
                        throw new IllegalStateException(
                                "position %d: %s in the stream of roles"
                                        .formatted(entry.position(), entry.type()));
            }
        }
        return new RoleHistory(entries.size(), held);
    }

    public Set<Role> of(String subject) {
        return held.getOrDefault(subject, Map.of()).keySet();
    }

    /// {@return everybody who holds a role}
    public Set<String> holders(Role role) {
        return held.entrySet().stream()
                .filter(one -> one.getValue().containsKey(role))
                .map(Map.Entry::getKey)
                .collect(Collectors.toUnmodifiableSet());
    }

    public boolean holds(String subject, Role role) {
        return of(subject).contains(role);
    }

    public Optional<Instant> since(String subject, Role role) {
        return Optional.ofNullable(held.getOrDefault(subject, Map.of()).get(role));
    }
}
