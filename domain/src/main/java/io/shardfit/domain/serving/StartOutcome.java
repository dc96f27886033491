package io.shardfit.domain.serving;

import io.shardfit.domain.quantity.ByteSize;
import io.shardfit.domain.quantity.Share;

/// How the start of a serving engine ends.
public sealed interface StartOutcome {
    /// {@return whether the engine serves}
    default boolean starts() {
        return this instanceof Starts;
    }

    /// It serves.
    ///
    /// @param longest the longest sequence that it can hold
    record Starts(int longest) implements StartOutcome {}

    /// Nothing is left for the cache.
    ///
    /// @param missing bytes by which all else exceeds the fraction
    record RefusesNoBlocks(ByteSize missing) implements StartOutcome {}

    /// One sequence of the promised length does not fit.
    record RefusesTooShort(int length, ByteSize needed, ByteSize available, int longest)
            implements StartOutcome {}

    /// The fraction is more than what is free when the engine starts.
    record RefusesFraction(ByteSize free, ByteSize total, ByteSize requested, Share fraction)
            implements StartOutcome {}

    /// The weights do not fit while they are loaded.
    record RunsOutLoading(ByteSize needed, ByteSize available) implements StartOutcome {}

    /// What the engine takes and what it does not count exceed the device when graphs are captured.
    record RunsOutCapturing(ByteSize needed, ByteSize available) implements StartOutcome {}
}
