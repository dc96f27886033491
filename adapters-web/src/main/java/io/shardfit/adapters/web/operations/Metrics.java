package io.shardfit.adapters.web.operations;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.shardfit.adapters.web.live.LogListener;
import io.shardfit.application.ledger.Entry;
import io.shardfit.application.port.EventLog;
import io.shardfit.application.port.ReadModels;
import io.shardfit.domain.verdict.Readiness;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import java.util.function.ToDoubleFunction;

/// What the server tells Prometheus of itself. What the database knows is asked for when somebody
/// looks; if it does not answer, that figure is NaN and the others are still told.
@Singleton
final class Metrics implements LogListener {
    private static final Duration[] BUCKETS =
            List.of(5, 10, 25, 50, 100, 250, 500, 1_000, 2_500, 5_000, 10_000).stream()
                    .map(Duration::ofMillis)
                    .toArray(Duration[]::new);

    private final PrometheusMeterRegistry registry =
            new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final AtomicLong followed = new AtomicLong();
    private final ReadModels readModels;
    private final InstantSource clock;

    Metrics(EventLog log, ReadModels readModels, InstantSource clock) {
        this.readModels = readModels;
        this.clock = clock;
        new JvmMemoryMetrics().bindTo(registry);
        new JvmThreadMetrics().bindTo(registry);
        gauge(
                "shardfit.log.position",
                "Position of the newest entry of the log.",
                () -> log.head().position());
        gauge(
                "shardfit.log.lag",
                "Entries that this process has not followed yet.",
                () -> Math.max(0, log.head().position() - followed.get()));
        gauge("shardfit.log.queue", "Commands that wait to be appended.", log::waiting);
        for (Readiness verdict : Readiness.values()) {
            Gauge.builder("shardfit.deployments", verdict, answered(this::count))
                    .description("Deployments by the verdict of their current plan.")
                    .tag("verdict", verdict.name())
                    .register(registry);
        }
    }

    private void gauge(String name, String description, LongSupplier value) {
        Gauge.builder(name, value, answered(LongSupplier::getAsLong))
                .description(description)
                .strongReference(true)
                .register(registry);
    }

    private static <T> ToDoubleFunction<T> answered(ToDoubleFunction<T> value) {
        return of -> {
            try {
                return value.applyAsDouble(of);
            } catch (RuntimeException unable) {
                return Double.NaN;
            }
        };
    }

    private double count(Readiness verdict) {
        LocalDate today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
        return readModels
                .readinessTotals(today, today)
                .getFirst()
                .deployments()
                .getOrDefault(verdict, 0L);
    }

    @Override
    public void started(long position) {
        followed.set(position);
    }

    @Override
    public void appended(List<Entry> entries) {
        entries.forEach(entry ->
                Counter.builder("shardfit.log.entries")
                        .description("Entries seen since the start, by type.")
                        .tag("type", entry.type())
                        .register(registry)
                        .increment());
        followed.set(entries.getLast().position());
    }

    /// @param route the template, never the path: names of deployments are no labels
    void request(String method, String route, int status, Duration taken) {
        Timer.builder("shardfit.http.requests")
                .description("Requests, by operation and status.")
                .tags("method", method, "route", route, "status", Integer.toString(status))
                .serviceLevelObjectives(BUCKETS)
                .register(registry)
                .record(taken);
    }

    /// {@return everything in the text format of Prometheus}
    String text() {
        return registry.scrape();
    }

    @PreDestroy
    void close() {
        registry.close();
    }
}
