package io.shardfit.adapters.web;

import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.MutableHttpResponse;
import io.shardfit.application.document.ErrorDocument;
import io.shardfit.application.document.Json;
import io.shardfit.application.format.InputError;
import io.shardfit.application.format.JsonText;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// A refusal in the form of RFC 9457.
///
/// @param detail what happened this time and what to do, as a sentence without its full stop
/// @param errors each place in a file that was sent
/// @param retryAfter when to try again
public record Problem(
        ProblemKind kind, String detail, List<InputError> errors, Optional<Duration> retryAfter) {
    public static final String MEDIA_TYPE = "application/problem+json";

    public Problem {
        errors = List.copyOf(errors);
    }

    public static Problem of(ProblemKind kind, String detail) {
        return new Problem(kind, detail, List.of(), Optional.empty());
    }

    public static Problem unreadable(List<InputError> errors) {
        return new Problem(
                ProblemKind.UNREADABLE_PLAN,
                errors.isEmpty() ? "" : errors.getFirst().toString(),
                errors,
                Optional.empty());
    }

    public static Problem unavailable(String detail, Duration retryAfter) {
        return new Problem(ProblemKind.UNAVAILABLE, detail, List.of(), Optional.of(retryAfter));
    }

    /// {@return the document, each error of a file in it as the command line's JSON has it}
    public Json document() {
        Json.Builder fields =
                Json.fields()
                        .with("type", "/problems/" + kind.code())
                        .with("title", kind.title())
                        .with(
                                "status",
                                Json.given(kind.status().getCode(), "", "status", "RFC 9457"))
                        .with("detail", detail)
                        .with("code", kind.code())
                        .with("transient", new Json.Flag(kind.isTransient()));
        if (!errors.isEmpty()) {
            Json all = ErrorDocument.of(errors).members().get("errors");
            fields.with("errors", all == null ? Json.items(List.of()) : all);
        }
        return fields.build();
    }

    public MutableHttpResponse<String> response() {
        MutableHttpResponse<String> answer =
                HttpResponse.<String>status(kind.status())
                        .contentType(MediaType.of(MEDIA_TYPE))
                        .body(JsonText.pretty(document()));
        retryAfter.ifPresent(
                wait -> answer.header("Retry-After", Long.toString(Math.max(1, wait.toSeconds()))));
        return answer;
    }
}
