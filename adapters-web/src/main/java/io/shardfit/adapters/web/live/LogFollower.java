package io.shardfit.adapters.web.live;

import io.micronaut.context.annotation.Context;
import io.shardfit.application.event.UnreadableEvent;
import io.shardfit.application.ledger.Entry;
import io.shardfit.application.port.EventLog;
import io.shardfit.application.port.Projection;
import jakarta.annotation.PreDestroy;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Reads what is appended, by this process or another, brings the read models up to it and tells
/// the listeners.
@Context
public final class LogFollower {
    private static final Logger LOG = LoggerFactory.getLogger(LogFollower.class);
    private static final long INTERVAL_MILLIS = 100;
    private static final int BATCH = 1_000;

    private final EventLog log;
    private final Projection projection;
    private final List<LogListener> listeners;
    private final ScheduledExecutorService clock =
            Executors.newSingleThreadScheduledExecutor(
                    Thread.ofPlatform().daemon().name("log-follower").factory());
    private volatile long position;
    private volatile boolean failing;

    LogFollower(EventLog log, Projection projection, List<LogListener> listeners) {
        this.log = log;
        this.projection = projection;
        this.listeners = listeners;
        this.position = log.head().position();
        listeners.forEach(listener -> listener.started(position));
        projection.catchUp();
        clock.scheduleWithFixedDelay(
                this::follow, INTERVAL_MILLIS, INTERVAL_MILLIS, TimeUnit.MILLISECONDS);
    }

    /// {@return up to where in the log the listeners heard}
    public long position() {
        return position;
    }

    /// {@return whether the last attempt failed: what is shown may be old}
    public boolean isFailing() {
        return failing;
    }

    private void follow() {
        try {
            while (tell()) {
                // there may be more
            }
            listeners.forEach(listener -> listener.upToDate(position));
            failing = false;
        } catch (UnreadableEvent newer) {
            LOG.error("the read models stop: a newer program wrote to this log", newer);
            failing = true;
            clock.shutdown();
        } catch (RuntimeException unable) {
            if (!failing) {
                LOG.warn("cannot follow the log, trying again: {}", unable.getMessage());
            }
            failing = true;
        }
    }

    private boolean tell() {
        long behind = log.head().position() - position;
        if (behind <= 0) {
            return false;
        }
        List<Entry> entries = log.after(position, (int) Math.min(BATCH, behind));
        projection.catchUp();
        listeners.forEach(listener -> listener.appended(entries));
        position = entries.getLast().position();
        return behind > BATCH;
    }

    @PreDestroy
    void stop() {
        clock.shutdownNow();
    }
}
