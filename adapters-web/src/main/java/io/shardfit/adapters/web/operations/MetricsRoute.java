package io.shardfit.adapters.web.operations;

import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Produces;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.shardfit.adapters.web.access.Permitted;
import io.shardfit.adapters.web.openapi.Described;

/// For Prometheus; where people sign in it needs a token with any role.
@Controller
@ExecuteOn(TaskExecutors.BLOCKING)
final class MetricsRoute {
    private static final String TEXT = "text/plain; version=0.0.4; charset=utf-8";

    private final Metrics metrics;

    MetricsRoute(Metrics metrics) {
        this.metrics = metrics;
    }

    @Get("/metrics")
    @Permitted
    @Produces(TEXT)
    @Described(id = "readMetrics", summary = "Tells Prometheus how the server does")
    String metrics() {
        return metrics.text();
    }
}
