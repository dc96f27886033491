package io.shardfit.adapters.web.openapi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What the server answered to the example of an operation, as a test recorded it in
/// `openapi/ID.json`: `status`, `headers` and, of what can be read, the `body`. Long lists are cut.
record Answer(JsonNode recorded) {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final Pattern EXPRESSION =
            Pattern.compile("\\$(\\w+)\\.(?:header\\.([\\w-]+)|body#([\\w/~.-]*))");

    /// {@return nothing for what was not recorded yet}
    static Optional<Answer> to(String id) {
        try (InputStream file = Answer.class.getResourceAsStream("/openapi/" + id + ".json")) {
            return file == null
                    ? Optional.empty()
                    : Optional.of(new Answer(MAPPER.readTree(file.readAllBytes())));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /// {@return the body, if it was of this media type and can be read}
    Optional<JsonNode> body(String type) {
        return Optional.ofNullable(recorded.get("body"))
                .filter(body -> headers().path("Content-Type").asText().startsWith(type));
    }

    JsonNode headers() {
        return recorded.path("headers");
    }

    /// {@return the text, each `$ID.header.NAME` and `$ID.body#POINTER` replaced by what was
    /// answered there}
    static String filled(String text) {
        return EXPRESSION.matcher(text).replaceAll(found -> quoted(value(found)));
    }

    private static String quoted(String value) {
        return Matcher.quoteReplacement(value);
    }

    private static String value(MatchResult found) {
        return to(found.group(1))
                .map(answer ->
                        found.group(2) == null
                                ? answer.recorded.path("body").at(found.group(3)).asText()
                                : answer.headers().path(found.group(2)).asText())
                .orElse(found.group());
    }
}
