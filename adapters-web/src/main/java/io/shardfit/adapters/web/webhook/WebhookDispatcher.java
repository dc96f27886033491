package io.shardfit.adapters.web.webhook;

import io.micronaut.context.annotation.Context;
import io.shardfit.adapters.web.live.LogListener;
import io.shardfit.application.ledger.Entry;
import io.shardfit.application.port.Webhooks;
import io.shardfit.application.webhook.Delivery;
import jakarta.annotation.PreDestroy;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Looks for deliveries that are due, twice a second.
@Context
final class WebhookDispatcher implements LogListener {
    private static final Logger LOG = LoggerFactory.getLogger(WebhookDispatcher.class);
    private static final long INTERVAL_MILLIS = 500;
    private static final int AT_ONCE = 32;
    private static final Duration KEPT = Duration.ofDays(30);
    private static final Duration CLEANING = Duration.ofHours(1);

    private final Courier courier;
    private final Webhooks webhooks;
    private final InstantSource clock;
    private final Semaphore places = new Semaphore(AT_ONCE);
    private final ExecutorService couriers = Executors.newVirtualThreadPerTaskExecutor();
    private final ScheduledExecutorService timer =
            Executors.newSingleThreadScheduledExecutor(
                    Thread.ofPlatform().daemon().name("webhooks").factory());
    private volatile long told;
    private Instant cleaned = Instant.MIN;
    private boolean failing;

    WebhookDispatcher(Courier courier, Webhooks webhooks, InstantSource clock) {
        this.courier = courier;
        this.webhooks = webhooks;
        this.clock = clock;
        timer.scheduleWithFixedDelay(
                this::run, INTERVAL_MILLIS, INTERVAL_MILLIS, TimeUnit.MILLISECONDS);
    }

    @Override
    public void started(long position) {
        told = position;
    }

    @Override
    public void appended(List<Entry> entries) {
        told = entries.getLast().position();
    }

    private void run() {
        try {
            courier.address(told);
            for (Delivery due :
                    webhooks.take(clock.instant(), Courier.LEASE, places.availablePermits())) {
                places.acquireUninterruptibly();
                couriers.execute(() -> deliver(due));
            }
            clean();
            failing = false;
        } catch (RuntimeException unable) {
            if (!failing) {
                LOG.warn("webhooks wait: {}", unable.getMessage());
            }
            failing = true;
        }
    }

    private void deliver(Delivery due) {
        try {
            courier.deliver(due);
        } catch (RuntimeException unable) {
            LOG.warn("webhook {} is tried again: {}", due.id(), unable.getMessage());
        } finally {
            places.release();
        }
    }

    private void clean() {
        Instant now = clock.instant();
        if (cleaned.isBefore(now.minus(CLEANING))) {
            webhooks.forget(now.minus(KEPT));
            cleaned = now;
        }
    }

    @PreDestroy
    void stop() {
        timer.shutdownNow();
        couriers.shutdownNow();
    }
}
