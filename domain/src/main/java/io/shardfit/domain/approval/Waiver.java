package io.shardfit.domain.approval;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// One finding set aside in one environment for a while.
///
/// @param id by which it is revoked
/// @param finding the code
/// @param planDigest of the only plan it covers; empty for all plans of the environment
/// @param until the first instant at which it no longer counts
public record Waiver(
        String id,
        String finding,
        Optional<String> planDigest,
        String reason,
        Instant from,
        Instant until) {
    public static final Duration LONGEST = Duration.ofDays(90);

    public Waiver {
        problem(reason, from, until)
                .ifPresent(problem -> {
                    throw new IllegalArgumentException(problem);
                });
    }

    /// {@return what is wrong with the terms of a waiver}
    public static Optional<String> problem(String reason, Instant from, Instant until) {
        if (reason.isBlank()) {
            return Optional.of("a waiver needs a reason");
        }
        if (!until.isAfter(from)) {
            return Optional.of(
                    "a waiver ends after it begins: %s is not after %s".formatted(until, from));
        }
        if (Duration.between(from, until).compareTo(LONGEST) > 0) {
            return Optional.of(
                    "a waiver ends within %d days: by %s, got %s"
                            .formatted(LONGEST.toDays(), from.plus(LONGEST), until));
        }
        return Optional.empty();
    }

    /// {@return whether it sets the finding aside for the plan at `instant`}
    public boolean covers(String code, String plan, Instant instant) {
        return finding.equals(code)
                && planDigest.map(plan::equals).orElse(true)
                && isInForce(instant);
    }

    public boolean isInForce(Instant instant) {
        return !instant.isBefore(from) && instant.isBefore(until);
    }
}
