package io.shardfit.adapters.web;

import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.server.exceptions.ExceptionHandler;
import jakarta.inject.Singleton;

/// Answers what a {@link ProblemException} says.
@Singleton
final class ProblemExceptionHandler
        implements ExceptionHandler<ProblemException, HttpResponse<String>> {
    private final Problems problems;

    ProblemExceptionHandler(Problems problems) {
        this.problems = problems;
    }

    @Override
    @SuppressWarnings("rawtypes") // Micronaut's own signature
    public HttpResponse<String> handle(HttpRequest request, ProblemException exception) {
        return problems.answer(request, exception.problem());
    }
}
