package io.shardfit.adapters.web;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Plans of the repository.
public final class Examples {
    private Examples() {}

    public static String founding(String file) {
        return example("founding/" + file);
    }

    public static String example(String file) {
        try {
            return Files.readString(
                    Path.of("").toAbsolutePath().getParent().resolve("examples/" + file));
        } catch (IOException missing) {
            throw new UncheckedIOException(missing);
        }
    }
}
