package io.shardfit.application.ledger;

import java.util.Locale;
import java.util.Optional;

/// Who did it, as the one who checked the credentials says; never taken from a body or a header.
///
/// @param id an opaque subject (`usr_…`), or the local identity
/// @param authentication how it was proven: `local`, `oidc`, `token`
/// @param onBehalfOf whom a CI job acts for
/// @param token the public prefix of the token that was shown
public record Actor(
        String id,
        Kind kind,
        String authentication,
        Optional<String> onBehalfOf,
        Optional<String> token) {

    /// What kind of thing acts.
    public enum Kind {
        HUMAN,
        CI,
        SYSTEM;

        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public static Actor human(String id) {
        return new Actor(id, Kind.HUMAN, "local", Optional.empty(), Optional.empty());
    }

    public static Actor system(String id) {
        return new Actor(id, Kind.SYSTEM, "local", Optional.empty(), Optional.empty());
    }
}
