package io.shardfit.adapters.web;

import io.micronaut.runtime.graceful.GracefulShutdownManager;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The end of the server: it says that it is not ready, takes no new connection, ends the streams
/// and answers what it was asked before.
@Singleton
public final class Draining {
    private static final Logger LOG = LoggerFactory.getLogger(Draining.class);

    /// Longer than any request may take.
    private static final Duration PATIENCE = Duration.ofSeconds(40);

    private final GracefulShutdownManager server;
    private volatile boolean begun;

    Draining(GracefulShutdownManager server) {
        this.server = server;
    }

    public boolean hasBegun() {
        return begun;
    }

    /// Returns when every request that was begun is answered, or none can be waited for any more.
    void drain() {
        begun = true;
        try {
            server.shutdownGracefully()
                    .toCompletableFuture()
                    .get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        } catch (TimeoutException | ExecutionException late) {
            LOG.warn("stopping although requests are not finished: {}", late.toString());
        }
    }
}
