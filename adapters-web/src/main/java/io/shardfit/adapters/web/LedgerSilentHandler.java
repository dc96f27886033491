package io.shardfit.adapters.web;

import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.server.exceptions.ExceptionHandler;
import io.shardfit.application.port.LedgerSilent;
import jakarta.inject.Singleton;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Says that the database is away, which is nobody's bug. What it said itself is for the log: it
/// may name addresses.
@Singleton
final class LedgerSilentHandler implements ExceptionHandler<LedgerSilent, HttpResponse<String>> {
    private static final Logger LOG = LoggerFactory.getLogger("shardfit.ledger");
    private static final Duration RETRY = Duration.ofSeconds(5);

    private final Problems problems;

    LedgerSilentHandler(Problems problems) {
        this.problems = problems;
    }

    @Override
    @SuppressWarnings("rawtypes") // Micronaut's own signature
    public HttpResponse<String> handle(HttpRequest request, LedgerSilent silent) {
        LOG.warn("cannot be read: {}", silent.getMessage());
        return problems.answer(
                request,
                Problem.unavailable("the ledger does not answer at the moment: ask again", RETRY));
    }
}
