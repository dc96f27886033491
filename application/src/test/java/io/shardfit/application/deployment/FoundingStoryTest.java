package io.shardfit.application.deployment;

import io.shardfit.application.port.EventLog;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

class FoundingStoryTest extends FoundingStory {
    private final SetClock clock = new SetClock(Instant.parse("2026-11-23T09:00:00Z"));

    @Override
    protected EventLog log() {
        return new MemoryLog(clock());
    }

    /// Every look at the clock is a second later.
    @Override
    protected InstantSource clock() {
        return () -> clock.pass(Duration.ofSeconds(1));
    }
}
