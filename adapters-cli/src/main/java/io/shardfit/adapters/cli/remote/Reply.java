package io.shardfit.adapters.cli.remote;

import io.shardfit.application.format.JsonObject;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// What a server sent back, whatever kind of server it is.
///
/// @param type the media type, empty if it names none
record Reply(int status, String type, Headers headers, byte[] body) {
    /// What the caller asked for.
    enum Wanted {
        DOCUMENT,
        TEXT,
        FILE
    }

    /// The few headers that mean something here; each empty if it was not sent.
    record Headers(
            Optional<String> location, Optional<String> retryAfter, Optional<String> replayed) {}

    /// The versions of documents that this program can read.
    private static final String VERSION = "1.";

    private static final String CHECK_ADDRESS =
            "check the address; `shardfit config show --origin` says where it is set";

    /// Of servers that are there, but not able to answer now (RFC 9110, RFC 6585).
    private static final Set<Integer> UNABLE = Set.of(408, 429, 502, 503, 504);

    private static final Pattern SECONDS = Pattern.compile("[0-9]{1,9}");

    Answer answer(Wanted wanted) {
        if (status >= 300 && status < 400) {
            return new Answer.Failed(
                    "the server sends the call on to %s, and a token is not sent on"
                            .formatted(headers.location().orElse("no address")),
                    CHECK_ADDRESS,
                    false);
        }
        return status < 300 ? success(wanted) : refusal();
    }

    private Answer success(Wanted wanted) {
        return switch (wanted) {
            case FILE -> new Answer.Fetched();
            case TEXT -> isHtml() ? stranger() : new Answer.Plain(text());
            case DOCUMENT -> document();
        };
    }

    private Answer document() {
        if (body.length == 0 && status == 204) {
            return new Answer.Document("", JsonObject.EMPTY, false);
        }
        return JsonObject.of(text()).map(this::document).orElseGet(this::stranger);
    }

    private Answer document(JsonObject object) {
        String version = object.words("schemaVersion");
        if (version.startsWith(VERSION)) {
            return new Answer.Document(
                    text(), object, headers.replayed().filter("true"::equals).isPresent());
        }
        return version.isEmpty()
                ? stranger()
                : new Answer.Failed(
                        "the server's documents have version %s, and this program reads version 1"
                                .formatted(version),
                        "use the version of shardfit that fits the server",
                        false);
    }

    private Answer refusal() {
        return JsonObject.of(text())
                .flatMap(object -> Problem.of(status, object))
                .<Answer>map(problem -> new Answer.Refused(problem, text()))
                .orElseGet(this::stranger);
    }

    /// JSON that breaks off is a connection that did; all else comes from another program.
    private Answer stranger() {
        String what = type.isEmpty() ? "no media type" : type;
        if (UNABLE.contains(status)) {
            return new Answer.Failed(
                    "HTTP %d with %s: something before the server, or instead of it, cannot reach it"
                            .formatted(status, what),
                    "try again later",
                    true);
        }
        return status < 300 && type.endsWith("json") && !isWhole()
                ? new Answer.Failed(
                        "the answer is not whole: %d bytes that are no JSON document"
                                .formatted(body.length),
                        "try again; if it stays so, look at what lies between here and the server",
                        true)
                : new Answer.Failed(
                        "HTTP %d with %s is no answer of a Shardfit server".formatted(status, what),
                        CHECK_ADDRESS,
                        false);
    }

    private boolean isWhole() {
        return JsonObject.of(text()).isPresent();
    }

    private boolean isHtml() {
        return type.endsWith("html") || text().stripLeading().startsWith("<");
    }

    private String text() {
        return new String(body, StandardCharsets.UTF_8);
    }

    /// {@return how long the server asks to wait: seconds or a date (RFC 9110 §10.2.3)}
    Optional<Duration> retryAfter(Instant now) {
        return headers.retryAfter().map(String::strip).flatMap(value -> wait(value, now));
    }

    private static Optional<Duration> wait(String value, Instant now) {
        if (SECONDS.matcher(value).matches()) {
            return Optional.of(Duration.ofSeconds(Long.parseLong(value)));
        }
        try {
            Duration wait =
                    Duration.between(
                            now,
                            ZonedDateTime.parse(value, DateTimeFormatter.RFC_1123_DATE_TIME)
                                    .toInstant());
            return Optional.of(wait.isNegative() ? Duration.ZERO : wait);
        } catch (DateTimeException unreadable) {
            return Optional.empty();
        }
    }
}
