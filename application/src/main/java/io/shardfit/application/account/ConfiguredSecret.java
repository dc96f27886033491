package io.shardfit.application.account;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;

/// A secret as somebody who runs the server gives it: itself, or `file:PATH` of a file with it, as
/// clusters mount secrets. Never an argument, which everybody on a machine can read.
public final class ConfiguredSecret {
    private static final String FILE = "file:";

    private ConfiguredSecret() {}

    /// @param variable for messages
    /// @param value blank means that there is none
    /// @throws IllegalArgumentException if the file cannot be read or is empty; the message holds
    ///   nothing of a secret
    public static Optional<String> of(String variable, String value) {
        if (value.isBlank()) {
            return Optional.empty();
        }
        return Optional.of(
                value.startsWith(FILE) ? content(variable, value.substring(FILE.length())) : value);
    }

    private static String content(String variable, String file) {
        String text;
        try {
            text = Files.readString(Path.of(file)).strip();
        } catch (IOException | InvalidPathException unreadable) {
            throw new IllegalArgumentException(
                    "cannot read the file %s, which %s names".formatted(file, variable),
                    unreadable);
        }
        if (text.isEmpty()) {
            throw new IllegalArgumentException(
                    "the file %s, which %s names, is empty".formatted(file, variable));
        }
        return text;
    }
}
