package io.shardfit.adapters.web.limits;

import io.micronaut.context.annotation.Value;
import io.micronaut.core.order.Ordered;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.annotation.RequestFilter;
import io.micronaut.http.annotation.ServerFilter;
import io.micronaut.http.filter.FilterContinuation;
import io.shardfit.adapters.web.Problem;
import io.shardfit.adapters.web.ProblemKind;
import io.shardfit.adapters.web.Problems;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;

/// What holds for every request: so many at a time, so long and no longer, and nothing compressed,
/// for a small body may then be a huge one.
@ServerFilter("/**")
public final class RequestLimits implements Ordered {
    private static final Duration RETRY = Duration.ofSeconds(2);

    /// What rewrites or reads the whole log takes as long as the log is long.
    private static final List<String> UNHURRIED =
            List.of("/api/v1/audit/export", "/api/v1/rule-sets", "/rules");

    private static final Pattern OTHER_CHARSET =
            Pattern.compile(
                    "charset\\s*=\\s*+\"?+(?!(utf-8|us-ascii)\"?\\s*(;|$))",
                    Pattern.CASE_INSENSITIVE);

    private final AtomicInteger running = new AtomicInteger();
    private final Problems problems;
    private final Duration patience;
    private final int most;

    /// @param most requests that are answered at a time; each may hold 1 MiB and a thread
    RequestLimits(
            Problems problems,
            @Value("${shardfit.request-timeout:30s}") Duration patience,
            @Value("${shardfit.requests-at-once:512}") int most) {
        this.problems = problems;
        this.patience = patience;
        this.most = most;
    }

    @Override
    public int getOrder() {
        return HIGHEST_PRECEDENCE;
    }

    /// {@return requests that were begun and are not answered}
    public int running() {
        return running.get();
    }

    @RequestFilter
    Publisher<MutableHttpResponse<?>> limit(
            HttpRequest<?> request,
            FilterContinuation<Publisher<MutableHttpResponse<?>>> continuation) {
        if (isEncoded(request)) {
            return unsupported(request, "send the body as it is, without a Content-Encoding");
        }
        if (isOtherCharset(request)) {
            return unsupported(request, "send the body in UTF-8");
        }
        if (running.incrementAndGet() > most && !request.getPath().startsWith("/health/")) {
            running.decrementAndGet();
            return Mono.just(
                    problems.answer(
                            request, Problem.unavailable("the server is busy: ask again", RETRY)));
        }
        Mono<MutableHttpResponse<?>> answer =
                Mono.<MutableHttpResponse<?>>from(continuation.proceed())
                        .doFinally(_ -> running.decrementAndGet());
        return answer.timeout(
                Mono.delay(patience)
                        .flatMap(_ -> waits(request) ? Mono.just(request) : Mono.never()),
                Mono.fromSupplier(() -> late(request)));
    }

    /// {@return whether what is not done by now is done no more: what takes its time may, but not
    /// its client}
    private static boolean waits(HttpRequest<?> request) {
        return !isUnhurried(request.getPath()) || RequestDeadline.awaitsBody(request);
    }

    private static boolean isUnhurried(String path) {
        return UNHURRIED.stream().anyMatch(path::startsWith) && !path.endsWith("/impact");
    }

    private Publisher<MutableHttpResponse<?>> unsupported(HttpRequest<?> request, String detail) {
        return Mono.just(
                problems.answer(request, Problem.of(ProblemKind.UNSUPPORTED_MEDIA_TYPE, detail)));
    }

    private MutableHttpResponse<?> late(HttpRequest<?> request) {
        return RequestDeadline.awaitsBody(request) ? tooSlow(request) : timedOut(request);
    }

    /// The rest of the body may come at any time and is no request: the connection ends with this.
    private MutableHttpResponse<?> tooSlow(HttpRequest<?> request) {
        return problems.answer(
                        request,
                        Problem.of(
                                ProblemKind.TOO_SLOW,
                                "the body was not there after %d seconds; what needs no body may have been done all the same:"
                                                .formatted(patience.toSeconds())
                                        + " send it again with the same Idempotency-Key"))
                .header(HttpHeaders.CONNECTION, "close");
    }

    private MutableHttpResponse<?> timedOut(HttpRequest<?> request) {
        return problems.answer(
                request,
                new Problem(
                        ProblemKind.TIMED_OUT,
                        "it is not done after %d seconds; a change may have been made all the same:"
                                        .formatted(patience.toSeconds())
                                + " send it again with the same Idempotency-Key",
                        List.of(),
                        Optional.of(RETRY)));
    }

    private static boolean isEncoded(HttpRequest<?> request) {
        return request.getHeaders().getAll(HttpHeaders.CONTENT_ENCODING).stream()
                .anyMatch(encoding -> !encoding.equalsIgnoreCase("identity"));
    }

    private static boolean isOtherCharset(HttpRequest<?> request) {
        return request.getHeaders()
                .findFirst(HttpHeaders.CONTENT_TYPE)
                .map(OTHER_CHARSET::matcher)
                .filter(Matcher::find)
                .isPresent();
    }
}
