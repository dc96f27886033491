package io.shardfit.adapters.web.limits;

import io.micronaut.context.annotation.Value;
import io.micronaut.core.annotation.Nullable;
import io.micronaut.core.order.Ordered;
import io.micronaut.http.HttpMethod;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.annotation.RequestFilter;
import io.micronaut.http.annotation.ServerFilter;
import io.shardfit.adapters.web.Problem;
import io.shardfit.adapters.web.ProblemKind;
import io.shardfit.adapters.web.Problems;
import io.shardfit.adapters.web.access.Identity;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// Whoever sends more changes than a person or a pipeline does has to wait, so that one of them
/// cannot fill the ledger.
@ServerFilter("/**")
final class WriteLimit implements Ordered {
    private static final Set<HttpMethod> SAFE =
            Set.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.OPTIONS);
    private static final Duration RETRY = Duration.ofSeconds(1);

    /// After a pause, so many seconds' worth may come at once.
    private static final int BURST = 5;

    private static final int MOST_KNOWN = 10_000;

    private final Map<String, Allowance> allowances = new ConcurrentHashMap<>();
    private final Problems problems;
    private final InstantSource clock;
    private final int perSecond;

    /// @param perSecond of one identity, on average; 0 for any number
    WriteLimit(
            Problems problems,
            InstantSource clock,
            @Value("${shardfit.writes-per-second:100}") int perSecond) {
        this.problems = problems;
        this.clock = clock;
        this.perSecond = perSecond;
    }

    /// After it is known who sends the request.
    @Override
    public int getOrder() {
        return LOWEST_PRECEDENCE;
    }

    @RequestFilter
    @Nullable
    HttpResponse<?> limit(HttpRequest<?> request) {
        Optional<Identity> identity = Identity.of(request);
        if (perSecond == 0 || identity.isEmpty() || SAFE.contains(request.getMethod())) {
            return null;
        }
        if (allowances.size() > MOST_KNOWN) {
            allowances.clear(); // everybody's pause is over a little early
        }
        return allowances
                        .computeIfAbsent(
                                identity.orElseThrow().id(),
                                _ -> new Allowance(perSecond, BURST, clock.millis()))
                        .take(clock.millis())
                ? null
                : problems.answer(
                        request,
                        new Problem(
                                ProblemKind.RATE_LIMITED,
                                "you sent more than %d changes a second: wait a little"
                                        .formatted(perSecond),
                                List.of(),
                                Optional.of(RETRY)));
    }
}
