package io.shardfit.application.account;

import io.shardfit.application.event.Role;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Which roles somebody has because of what the provider says of them.
///
/// @param claim the member of the ID token that lists groups
/// @param groups the roles of each group; {@link #EVERYBODY} stands for whoever can sign in
/// @param administrators `sub` or verified e-mail addresses: how the first administrator comes to
///   be
public record Entitlements(
        String claim, Map<String, Set<Role>> groups, Set<String> administrators) {
    public static final String EVERYBODY = "*";

    public Entitlements {
        groups = Map.copyOf(groups);
        administrators = Set.copyOf(administrators);
    }

    /// @param text `group=role,group=role`, as in `ml-platform=approver,sre=admin,*=viewer`
    /// @throws IllegalArgumentException saying what is wrong and what to write
    public static Map<String, Set<Role>> groups(String text) {
        Map<String, Set<Role>> groups = new HashMap<>();
        for (String pair : items(text)) {
            int sign = pair.lastIndexOf('=');
            if (sign < 1) {
                throw new IllegalArgumentException(
                        "\"%s\" is no group=role: write ml-platform=approver,*=viewer"
                                .formatted(pair));
            }
            groups.merge(
                    pair.substring(0, sign).strip(),
                    Set.of(role(pair.substring(sign + 1).strip())),
                    Entitlements::both);
        }
        return groups;
    }

    /// {@return the items of a list with commas between them}
    public static List<String> items(String text) {
        return List.of(text.split(",")).stream()
                .map(String::strip)
                .filter(item -> !item.isEmpty())
                .toList();
    }

    private static Role role(String word) {
        try {
            return Role.ofWord(word);
        } catch (IllegalArgumentException none) {
            throw new IllegalArgumentException(
                    "\"%s\" is no role: viewer, author, approver, auditor or admin"
                            .formatted(word));
        }
    }

    private static Set<Role> both(Set<Role> one, Set<Role> other) {
        EnumSet<Role> both = EnumSet.copyOf(one);
        both.addAll(other);
        return Set.copyOf(both);
    }

    /// {@return the roles, each with the reason that the log keeps}
    ///
    /// @param email an address that the provider says is theirs
    public Map<Role, String> of(String subject, Optional<String> email, List<String> memberOf) {
        Map<Role, String> roles = new EnumMap<>(Role.class);
        groups.getOrDefault(EVERYBODY, Set.of())
                .forEach(role -> roles.put(role, "whoever can sign in"));
        for (String group : memberOf.stream().sorted().toList()) {
            if (!group.equals(EVERYBODY)) {
                groups.getOrDefault(group, Set.of())
                        .forEach(role -> roles.put(role, "the group " + group));
            }
        }
        if (administrators.contains(subject)
                || email.filter(administrators::contains).isPresent()) {
            roles.put(Role.ADMIN, "named in the server's configuration");
        }
        return roles;
    }
}
