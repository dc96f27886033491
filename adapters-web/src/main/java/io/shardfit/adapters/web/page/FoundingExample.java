package io.shardfit.adapters.web.page;

import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/// The plan that the first page shows: the report that Shardfit began with.
@Singleton
final class FoundingExample {
    private static final String FILE = "/examples/ep16-dp4.yaml";

    private final String plan = read();

    String plan() {
        return plan;
    }

    private static String read() {
        try (InputStream file =
                Objects.requireNonNull(
                        FoundingExample.class.getResourceAsStream(FILE),
                        "the example is missing")) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
