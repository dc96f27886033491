package io.shardfit.adapters.web;

import io.micronaut.http.HttpRequest;
import io.micronaut.http.MediaType;
import io.micronaut.http.MutableHttpResponse;
import io.shardfit.adapters.web.access.Identity;
import jakarta.inject.Singleton;
import java.util.Map;

/// Answers with a problem in the form that the client reads: a document for programs, a page for
/// people.
@Singleton
public final class Problems {
    private final Pages pages;

    Problems(Pages pages) {
        this.pages = pages;
    }

    public MutableHttpResponse<String> answer(HttpRequest<?> request, Problem problem) {
        return isForPeople(request) ? page(request, problem) : problem.response();
    }

    public MutableHttpResponse<String> page(HttpRequest<?> request, Problem problem) {
        return problem.response()
                .contentType(MediaType.TEXT_HTML_TYPE)
                .body(
                        pages.page(
                                "refused",
                                Map.of("problem", problem, "identity", Identity.of(request))));
    }

    static boolean isForPeople(HttpRequest<?> request) {
        return !request.getPath().startsWith("/api/")
                && request.accept().stream()
                        .anyMatch(type -> type.matches(MediaType.TEXT_HTML_TYPE));
    }
}
