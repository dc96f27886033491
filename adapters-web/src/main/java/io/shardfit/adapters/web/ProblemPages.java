package io.shardfit.adapters.web;

import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Produces;
import io.shardfit.adapters.web.access.Identity;
import io.shardfit.adapters.web.access.Public;
import io.shardfit.adapters.web.openapi.Described;
import io.shardfit.application.document.Json;
import io.shardfit.application.format.JsonText;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;

/// What the codes of refusals mean: where the `type` of each leads.
@Controller("/problems")
final class ProblemPages {
    private final Pages pages;

    ProblemPages(Pages pages) {
        this.pages = pages;
    }

    @Get("/{code}")
    @Public
    @Produces({MediaType.APPLICATION_JSON, MediaType.TEXT_HTML, Problem.MEDIA_TYPE})
    @Described(
            id = "explainProblem",
            summary = "Says what the code of a refusal means and what to do",
            with = "code=stale",
            problems = ProblemKind.NOT_FOUND)
    HttpResponse<String> problem(HttpRequest<?> request, String code) {
        ProblemKind kind =
                Arrays.stream(ProblemKind.values())
                        .filter(one -> one.code().equals(code))
                        .findFirst()
                        .orElseThrow(() ->
                                ProblemException.of(
                                        ProblemKind.NOT_FOUND,
                                        "there is no problem of this code; there are " + codes()));
        return Problems.isForPeople(request)
                ? HttpResponse.ok(
                                pages.page(
                                        "problem-kind",
                                        Map.of("kind", kind, "identity", Identity.of(request))))
                        .contentType(MediaType.TEXT_HTML_TYPE)
                : HttpResponse.ok(document(kind)).contentType(MediaType.APPLICATION_JSON_TYPE);
    }

    private static String document(ProblemKind kind) {
        return JsonText.pretty(
                Json.fields()
                        .with("schemaVersion", "1.0")
                        .with("code", kind.code())
                        .with("title", kind.title())
                        .with(
                                "status",
                                Json.given(kind.status().getCode(), "", "status", "RFC 9457"))
                        .with("transient", new Json.Flag(kind.isTransient()))
                        .with("remedy", ProblemRemedy.of(kind))
                        .build());
    }

    private static String codes() {
        return Arrays.stream(ProblemKind.values())
                .map(ProblemKind::code)
                .collect(Collectors.joining(", "));
    }
}
