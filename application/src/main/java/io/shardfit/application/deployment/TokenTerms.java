package io.shardfit.application.deployment;

import io.shardfit.application.event.Role;
import io.shardfit.application.ledger.StreamId;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// What somebody wants a token to be.
///
/// @param deployments that it may write to; none means all
/// @param days until it ends
public record TokenTerms(String name, List<Role> roles, List<String> deployments, int days) {
    /// Nobody remembers a token that is older.
    public static final int MOST_DAYS = 90;

    /// A token reads, sends plans and exports. Decisions and rights are for people in person.
    public static final Set<Role> POSSIBLE = Set.of(Role.VIEWER, Role.AUTHOR, Role.AUDITOR);

    private static final int MOST_NAMES = 100;
    private static final int LONGEST_NAME = 100;

    public TokenTerms {
        roles = List.copyOf(roles);
        deployments = List.copyOf(deployments);
    }

    /// {@return what is wrong with them}
    Optional<Refusal> refusal() {
        if (name.isBlank() || name.length() > LONGEST_NAME) {
            return bad("name is 1 to %d characters: say what the token is for", LONGEST_NAME);
        }
        if (name.codePoints().anyMatch(TokenTerms::isUnprintable)) {
            return bad("name is one line of at most %d printable characters", LONGEST_NAME);
        }
        if (days < 1 || days > MOST_DAYS) {
            return bad("days is 1 to %d", MOST_DAYS);
        }
        if (roles.isEmpty() || !POSSIBLE.containsAll(roles)) {
            return Optional.of(
                    new Refusal.BadTerms(
                            "roles is one or more of viewer, author, auditor: a token approves and"
                                    + " administers nothing"));
        }
        if (deployments.size() > MOST_NAMES) {
            return bad("deployments is at most %d names; none means all", MOST_NAMES);
        }
        return deployments.stream()
                .filter(deployment -> !StreamId.isName(deployment))
                .findFirst()
                .map(Refusal.InvalidName::new);
    }

    private static boolean isUnprintable(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR ->
                    true;
            default -> false;
        };
    }

    private static Optional<Refusal> bad(String sentence, int number) {
        return Optional.of(new Refusal.BadTerms(sentence.formatted(number)));
    }
}
