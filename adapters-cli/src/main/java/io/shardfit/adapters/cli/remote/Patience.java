package io.shardfit.adapters.cli.remote;

import java.time.Duration;

/// How long a call may take. Nothing waits for ever.
///
/// @param connect for a connection
/// @param answer for one whole answer, from the first byte sent to the last one read
/// @param total for all attempts together
/// @param attempts at most, the first included
/// @param firstPause between the first two; each further one is twice as long
/// @param mostBytes of an answer that is kept in memory
public record Patience(
        Duration connect,
        Duration answer,
        Duration total,
        int attempts,
        Duration firstPause,
        int mostBytes) {
    public static final Patience USUAL =
            new Patience(
                    Duration.ofSeconds(5),
                    Duration.ofSeconds(30),
                    Duration.ofSeconds(60),
                    4,
                    Duration.ofMillis(250),
                    64 << 20);

    /// For an export, which grows with the log.
    public static final Patience FOR_A_FILE =
            new Patience(
                    USUAL.connect,
                    Duration.ofMinutes(15),
                    Duration.ofMinutes(20),
                    USUAL.attempts,
                    USUAL.firstPause,
                    USUAL.mostBytes);
}
