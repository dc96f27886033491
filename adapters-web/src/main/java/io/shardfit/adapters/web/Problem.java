package io.shardfit.adapters.web;

import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MediaType;
import io.micronaut.http.MutableHttpResponse;
import io.shardfit.application.document.ErrorDocument;
import io.shardfit.application.document.Json;
import io.shardfit.application.format.InputError;
import io.shardfit.application.format.JsonText;
import java.util.List;

/// A refusal in the form of RFC 9457.
///
/// @param code stable; a client may act on it
/// @param title the same for every problem of the code
/// @param detail what happened this time and what to do
public record Problem(HttpStatus status, String code, String title, String detail) {
    static final String MEDIA_TYPE = "application/problem+json";

    static Problem unreadable(List<InputError> errors) {
        return new Problem(
                HttpStatus.UNPROCESSABLE_ENTITY,
                "INPUT",
                "The plan could not be read",
                errors.isEmpty() ? "" : errors.getFirst().toString());
    }

    MutableHttpResponse<String> response() {
        return response(List.of());
    }

    /// {@return the answer with each error of a file as the command line's JSON has it}
    MutableHttpResponse<String> response(List<InputError> errors) {
        Json.Builder fields =
                Json.fields()
                        .with("type", "about:blank")
                        .with("title", title)
                        .with("status", Json.given(status.getCode(), "", "status", "RFC 9457"))
                        .with("detail", detail)
                        .with("code", code);
        if (!errors.isEmpty()) {
            Json all = ErrorDocument.of(errors).members().get("errors");
            fields.with("errors", all == null ? Json.items(List.of()) : all);
        }
        return HttpResponse.<String>status(status)
                .contentType(MediaType.of(MEDIA_TYPE))
                .body(JsonText.pretty(fields.build()));
    }
}
