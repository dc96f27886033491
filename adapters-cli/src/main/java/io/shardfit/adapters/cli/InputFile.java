package io.shardfit.adapters.cli;

import io.shardfit.application.format.InputError;
import io.shardfit.application.format.Position;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/// The bytes of a file that the user named, or the reason why there are none. `-` is standard
/// input. No more is read than a plan may have.
sealed interface InputFile {
    /// One more than a plan may have, so that too long a file is seen to be too long.
    int LIMIT = (1 << 20) + 1;

    record Content(String name, byte[] bytes) implements InputFile {}

    record Unreadable(InputError error) implements InputFile {}

    static InputFile read(String name, String nameOfStandardInput) {
        if (name.equals("-")) {
            return content(nameOfStandardInput, System.in);
        }
        if (name.isBlank()) {
            return unreadable(
                    name, "has no name", "give the path of a plan, or - for standard input");
        }
        Path path;
        try {
            path = Path.of(name);
        } catch (InvalidPathException malformed) {
            return unreadable(
                    name,
                    "has a name that cannot be read in this locale",
                    "use a UTF-8 locale, or - for standard input");
        }
        if (Files.isDirectory(path)) {
            return unreadable(name, "is a directory", "name the plan file in it");
        }
        try (InputStream stream = Files.newInputStream(path)) {
            return content(name, stream);
        } catch (NoSuchFileException missing) {
            return unreadable(name, "does not exist", "check the path");
        } catch (AccessDeniedException denied) {
            return unreadable(name, "may not be read", "check its permissions");
        } catch (IOException failed) {
            return unreadable(
                    name, "cannot be read (" + failed.getMessage() + ")", "check the disk");
        }
    }

    private static InputFile content(String name, InputStream stream) {
        try {
            return new Content(name, stream.readNBytes(LIMIT));
        } catch (IOException failed) {
            return unreadable(
                    name, "cannot be read (" + failed.getMessage() + ")", "check the stream");
        }
    }

    private static Unreadable unreadable(String name, String problem, String remedy) {
        return new Unreadable(
                new InputError(name, Position.START, "", "the file " + problem, remedy));
    }
}
