package io.shardfit.adapters.cli.remote;

import io.shardfit.application.format.JsonObject;
import java.util.List;
import java.util.Optional;

/// A refusal of the server in the form of RFC 9457.
///
/// @param code what a program may act on
/// @param detail what happened and what to do, as a sentence
/// @param places what is wrong in a file that was sent, a line each
/// @param isTransient whether the same request may well succeed a little later
public record Problem(
        int status, String code, String detail, List<String> places, boolean isTransient) {
    public static final String NOT_SIGNED_IN = "not-signed-in";
    public static final String FORBIDDEN = "forbidden";
    public static final String SEPARATION_OF_DUTIES = "separation-of-duties";
    public static final String STALE = "stale";

    public Problem {
        places = List.copyOf(places);
    }

    /// {@return nothing, if the document is none of ours}
    static Optional<Problem> of(int status, JsonObject document) {
        return document.text("code").map(code -> of(status, code, document));
    }

    private static Problem of(int status, String code, JsonObject document) {
        return new Problem(
                status,
                code,
                document.text("detail").orElseGet(() -> document.words("title")),
                document.objects("errors").stream().map(Problem::place).toList(),
                document.isTrue("transient"));
    }

    /// The sentence has the form of our own errors: `plan.yaml:3:5: key: what is wrong; what to
    /// do`.
    private static String place(JsonObject error) {
        String source = error.object("source").map(Problem::source).orElse("");
        String key =
                error.object("source")
                        .flatMap(where -> where.text("key"))
                        .or(() -> error.text("key"))
                        .or(() -> error.text("pointer"))
                        .filter(text -> !text.isBlank())
                        .map(text -> text + ": ")
                        .orElse("");
        String wrong = error.text("message").orElseGet(() -> error.words("problem"));
        String remedy = error.text("remedy").map(text -> "; " + text).orElse("");
        return source + key + wrong + remedy;
    }

    private static String source(JsonObject source) {
        return "%s:%s:%s: "
                .formatted(
                        source.words("file"),
                        source.number("line").map(Object::toString).orElse("1"),
                        source.number("column").map(Object::toString).orElse("1"));
    }
}
