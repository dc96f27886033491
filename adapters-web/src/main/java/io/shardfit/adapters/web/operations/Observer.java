package io.shardfit.adapters.web.operations;

import io.micronaut.core.annotation.Nullable;
import io.micronaut.core.order.Ordered;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.annotation.RequestFilter;
import io.micronaut.http.annotation.ResponseFilter;
import io.micronaut.http.annotation.ServerFilter;
import io.micronaut.web.router.RouteAttributes;
import io.micronaut.web.router.UriRouteMatch;
import io.shardfit.adapters.web.access.Identity;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Counts, times and, where logs are read by programs, logs every request. Paths are logged without
/// their query, in which a code or a word of a person may be.
@ServerFilter("/**")
final class Observer implements Ordered {
    private static final Logger REQUESTS = LoggerFactory.getLogger("shardfit.request");
    private static final String BEGAN = "io.shardfit.began";
    private static final String NO_ROUTE = "none";

    private final Metrics metrics;

    Observer(Metrics metrics) {
        this.metrics = metrics;
    }

    /// Before whatever may refuse the request.
    @Override
    public int getOrder() {
        return HIGHEST_PRECEDENCE;
    }

    @RequestFilter
    void begin(HttpRequest<?> request) {
        request.setAttribute(BEGAN, System.nanoTime());
        RequestId.of(request);
    }

    @ResponseFilter
    void end(HttpRequest<?> request, @Nullable MutableHttpResponse<?> response) {
        if (response == null) {
            return;
        }
        response.header(RequestId.HEADER, RequestId.of(request));
        Duration taken =
                request.getAttribute(BEGAN, Long.class)
                        .map(began -> Duration.ofNanos(System.nanoTime() - began))
                        .orElse(Duration.ZERO);
        String route = route(request);
        metrics.request(request.getMethodName(), route, response.code(), taken);
        if (LogLines.isForPrograms()) {
            REQUESTS.atInfo()
                    .addKeyValue("requestId", RequestId.of(request))
                    .addKeyValue("method", request.getMethodName())
                    .addKeyValue("route", route)
                    .addKeyValue("path", LoggedPath.of(request))
                    .addKeyValue("status", response.code())
                    .addKeyValue("ms", taken.toNanos() / 1_000 / 1_000.0)
                    .addKeyValue("actor", Identity.of(request).map(Identity::id).orElse("-"))
                    .log("answered");
        }
    }

    private static String route(HttpRequest<?> request) {
        return RouteAttributes.getRouteMatch(request)
                .filter(UriRouteMatch.class::isInstance)
                .map(match ->
                        ((UriRouteMatch<?, ?>) match)
                                .getRouteInfo()
                                .getUriMatchTemplate()
                                .toString())
                .orElse(NO_ROUTE);
    }
}
