package io.shardfit.adapters.web.team;

import java.time.Instant;
import java.util.Collection;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// What a verified ID token says (OpenID Connect Core, sections 2 and 5.1).
record ProvenClaims(Map<String, Object> claims) {
    /// {@return as people call them}
    String name(String subject) {
        return Stream.of("name", "preferred_username", "email")
                .flatMap(claim -> text(claim).stream())
                .findFirst()
                .orElse(subject);
    }

    Optional<String> email() {
        return text("email");
    }

    /// {@return the address, if the provider says that it is theirs}
    Optional<String> verifiedEmail() {
        return Boolean.TRUE.equals(claims.get("email_verified")) ? email() : Optional.empty();
    }

    /// {@return when they proved who they are; a provider that does not say may have let them in
    /// years ago}
    Instant authenticatedAt(Instant now) {
        Instant said =
                switch (claims.get("auth_time")) {
                    case Number seconds -> Instant.ofEpochSecond(seconds.longValue());
                    case Date date -> date.toInstant();
                    case null, default -> Instant.EPOCH;
                };
        return said.isAfter(now) ? now : said;
    }

    /// {@return a list of texts, or the one text, that a claim is}
    List<String> texts(String claim) {
        return switch (claims.get(claim)) {
            case Collection<?> several ->
                    several.stream()
                            .filter(String.class::isInstance)
                            .map(String.class::cast)
                            .toList();
            case String one -> List.of(one);
            case null, default -> List.of();
        };
    }

    private Optional<String> text(String claim) {
        return claims.get(claim) instanceof String text && !text.isBlank()
                ? Optional.of(text)
                : Optional.empty();
    }
}
