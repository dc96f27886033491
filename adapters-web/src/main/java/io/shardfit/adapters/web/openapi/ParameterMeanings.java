package io.shardfit.adapters.web.openapi;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.Properties;

/// What the parameters mean. One name means the same wherever it is used, unless it stands with an
/// operation's id before it.
final class ParameterMeanings {
    private static final String FILE = "/openapi/parameters.properties";

    private final Properties meanings = new Properties();

    ParameterMeanings() {
        try (Reader file =
                new InputStreamReader(
                        Objects.requireNonNull(
                                ParameterMeanings.class.getResourceAsStream(FILE), FILE),
                        StandardCharsets.UTF_8)) {
            meanings.load(file);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    String of(String operation, String name) {
        return meanings.getProperty(operation + "." + name, meanings.getProperty(name, ""));
    }
}
