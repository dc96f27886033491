package io.shardfit.adapters.web.openapi;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.Optional;

/// The body of an example, as {@link Described#body} gives it.
final class ExampleBody {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private ExampleBody() {}

    static String text(String given) {
        return given.startsWith("@") ? resource("/" + given.substring(1)) : Answer.filled(given);
    }

    /// {@return nothing if the text is no JSON}
    static Optional<JsonNode> json(String text) {
        try {
            return Optional.of(MAPPER.readTree(text));
        } catch (JsonProcessingException none) {
            return Optional.empty();
        }
    }

    private static String resource(String name) {
        try (InputStream file =
                Objects.requireNonNull(ExampleBody.class.getResourceAsStream(name), name)) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
