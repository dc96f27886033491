package io.shardfit.adapters.cli.remote;

import java.time.Duration;

/// Waits; tests only note how long.
public interface Pause {
    Pause REAL = duration -> Thread.sleep(duration);

    void of(Duration duration) throws InterruptedException;
}
