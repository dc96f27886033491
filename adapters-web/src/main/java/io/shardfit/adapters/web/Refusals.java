package io.shardfit.adapters.web;

import io.micronaut.context.annotation.Primary;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MediaType;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.server.exceptions.response.ErrorContext;
import io.micronaut.http.server.exceptions.response.ErrorResponseProcessor;
import jakarta.inject.Singleton;
import java.util.Locale;
import java.util.Map;

/// Whatever Micronaut itself refuses, in the same two forms as our own refusals: a problem for
/// programs, a page for people. Never a trace.
@Singleton
@Primary
final class Refusals implements ErrorResponseProcessor<String> {
    private final Pages pages;

    Refusals(Pages pages) {
        this.pages = pages;
    }

    @Override
    public MutableHttpResponse<String> processResponse(
            ErrorContext context, MutableHttpResponse<?> answer) {
        Problem problem = problem(answer.getStatus(), context.getRequest().getPath());
        boolean api = context.getRequest().getPath().startsWith("/api/");
        boolean browser =
                context.getRequest().accept().stream()
                        .anyMatch(type -> type.matches(MediaType.TEXT_HTML_TYPE));
        return api || !browser ? problem.response() : page(problem);
    }

    private MutableHttpResponse<String> page(Problem problem) {
        return problem.response()
                .contentType(MediaType.TEXT_HTML_TYPE)
                .body(pages.page("refused", Map.of("problem", problem)));
    }

    private static Problem problem(HttpStatus status, String path) {
        String code = status.name().toLowerCase(Locale.ROOT).replace('_', '-');
        return new Problem(status, code, status.getReason(), detail(status, path));
    }

    private static String detail(HttpStatus status, String path) {
        return switch (status) {
            case NOT_FOUND -> "there is nothing at " + path;
            case METHOD_NOT_ALLOWED -> path + " does not take this method";
            case UNSUPPORTED_MEDIA_TYPE -> "send application/yaml, application/json or text/plain";
            case REQUEST_ENTITY_TOO_LARGE -> "a plan is at most 1 MiB";
            case INTERNAL_SERVER_ERROR -> "a bug in Shardfit; the server's log has the details";
            default -> "the request could not be understood";
        };
    }
}
