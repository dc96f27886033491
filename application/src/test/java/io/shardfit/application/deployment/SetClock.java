package io.shardfit.application.deployment;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/// A clock that stands until it is set on.
public final class SetClock implements InstantSource {
    private Instant now;

    public SetClock(Instant now) {
        this.now = now;
    }

    @Override
    public Instant instant() {
        return now;
    }

    /// {@return the time after passing on}
    public Instant pass(Duration duration) {
        now = now.plus(duration);
        return now;
    }
}
