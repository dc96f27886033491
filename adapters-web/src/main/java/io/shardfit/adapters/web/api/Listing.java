package io.shardfit.adapters.web.api;

import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.uri.UriBuilder;
import io.shardfit.adapters.web.ProblemException;
import io.shardfit.adapters.web.ProblemKind;
import io.shardfit.application.document.Json;
import io.shardfit.application.format.JsonText;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// One page of a list.
///
/// @param items as many as fit, in order
/// @param next what to ask for the page after; empty when there is none
record Listing(List<Json> items, Optional<String> next) {
    static final int MOST = 200;

    Listing {
        items = List.copyOf(items);
    }

    /// {@return the first `limit` of some things}
    ///
    /// @param found one more than fit, if there are more
    static <T> Listing of(
            List<T> found, int limit, Function<T, String> cursor, Function<T, Json> write) {
        List<T> shown = found.subList(0, Math.min(limit, found.size()));
        return new Listing(
                shown.stream().map(write).toList(),
                found.size() > limit
                        ? Optional.of(cursor.apply(shown.getLast()))
                        : Optional.empty());
    }

    static int limit(int limit) {
        if (limit < 1 || limit > MOST) {
            throw ProblemException.of(ProblemKind.BAD_REQUEST, "limit is 1 to " + MOST);
        }
        return limit;
    }

    /// @param name of the list in the document
    /// @param page the address of this page, without its cursor
    /// @param cursor the parameter that takes {@link #next}
    MutableHttpResponse<String> answer(String name, UriBuilder page, String cursor) {
        Json.Builder fields =
                Json.fields().with("schemaVersion", "1.0").with(name, Json.items(items));
        next.ifPresent(value -> fields.with("next", value));
        MutableHttpResponse<String> answer = HttpResponse.ok(JsonText.pretty(fields.build()));
        next.ifPresent(value ->
                answer.header(
                        HttpHeaders.LINK,
                        "<%s>; rel=\"next\"".formatted(page.queryParam(cursor, value).build())));
        return answer;
    }
}
