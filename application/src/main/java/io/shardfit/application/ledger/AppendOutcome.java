package io.shardfit.application.ledger;

import java.time.Duration;

/// What became of a command. There is no "perhaps".
public sealed interface AppendOutcome {
    /// Its events lie at these positions, committed.
    ///
    /// @param replayed whether an earlier sending of the same command put them there
    record Appended(long first, long last, boolean replayed) implements AppendOutcome {}

    /// A stream has moved on since it was read.
    record Conflict(StreamId stream, long version) implements AppendOutcome {}

    /// The key was used for another request before.
    record KeyReused() implements AppendOutcome {}

    /// The log itself will not have it: a rule of the database, or an entry beyond its limits.
    record Refused(String reason) implements AppendOutcome {}

    /// Whoever sent it may not write to that stream: a token for other deployments.
    record OutOfReach(StreamId stream) implements AppendOutcome {}

    /// Nothing was written; the same command may be sent again after a while.
    record Unavailable(String reason, Duration retryAfter) implements AppendOutcome {}
}
