package io.shardfit.application.webhook;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// When to try again: ten attempts over three days, the pauses that the Standard Webhooks
/// specification proposes (standard-webhooks/standard-webhooks, spec/standard-webhooks.md,
/// "Retries"), each longer or shorter by up to a fifth, so that those who failed together do not
/// come back together.
public final class RetrySchedule {
    private static final List<Duration> PAUSES =
            List.of(
                    Duration.ofSeconds(5),
                    Duration.ofMinutes(5),
                    Duration.ofMinutes(30),
                    Duration.ofHours(2),
                    Duration.ofHours(5),
                    Duration.ofHours(10),
                    Duration.ofHours(14),
                    Duration.ofHours(20),
                    Duration.ofHours(24));
    private static final double SPREAD = 0.2;

    private RetrySchedule() {}

    /// {@return the pause after so many attempts; none when it is over}
    ///
    /// @param attempts from 1
    /// @param chance from 0 to below 1
    public static Optional<Duration> pause(int attempts, double chance) {
        if (attempts > PAUSES.size()) {
            return Optional.empty();
        }
        double factor = 1 - SPREAD + 2 * SPREAD * chance;
        return Optional.of(
                Duration.ofMillis(Math.round(PAUSES.get(attempts - 1).toMillis() * factor)));
    }
}
