package io.shardfit.adapters.web;

import io.micronaut.context.annotation.Primary;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.server.exceptions.response.ErrorContext;
import io.micronaut.http.server.exceptions.response.ErrorResponseProcessor;
import jakarta.inject.Singleton;

/// Whatever Micronaut itself refuses, in the same two forms as our own refusals. Never a trace.
@Singleton
@Primary
final class Refusals implements ErrorResponseProcessor<String> {
    private final Problems problems;

    Refusals(Problems problems) {
        this.problems = problems;
    }

    @Override
    public MutableHttpResponse<String> processResponse(
            ErrorContext context, MutableHttpResponse<?> answer) {
        HttpStatus status = HttpStatus.valueOf(answer.code());
        ProblemKind kind =
                ProblemKind.of(status)
                        .orElse(
                                answer.code() < 500
                                        ? ProblemKind.BAD_REQUEST
                                        : ProblemKind.INTERNAL);
        return problems.answer(
                context.getRequest(),
                Problem.of(kind, detail(kind, context.getRequest().getPath())));
    }

    private static String detail(ProblemKind kind, String path) {
        return switch (kind) {
            case NOT_FOUND -> "there is nothing at " + path;
            case METHOD_NOT_ALLOWED -> path + " does not take this method";
            case UNSUPPORTED_MEDIA_TYPE -> "send application/yaml, application/json or text/plain";
            case TOO_LARGE ->
                    "a plan is at most 1 MiB, its headers 8 KiB, the line with the address 4 KiB";
            case INTERNAL -> "a bug in Shardfit; the server's log has the details";
            default -> "the request could not be understood";
        };
    }
}
