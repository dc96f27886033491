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
import java.util.Optional;
import java.util.stream.Stream;

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
        return switch (open(name, "give the path of a plan, or - for standard input")) {
            case NotOpen(InputError error) -> new Unreadable(error);
            case Open(_, InputStream stream) -> {
                try (stream) {
                    yield content(name, stream);
                } catch (IOException failed) {
                    yield new Unreadable(
                            error(
                                    name,
                                    "cannot be read (" + failed.getMessage() + ")",
                                    "check the disk"));
                }
            }
        };
    }

    /// {@return what is wrong where `-` stands for more than one of the files that a command reads:
    /// standard input has one content and ends with it}
    static Optional<InputError> namedTwice(String... names) {
        return Stream.of(names).filter("-"::equals).count() > 1
                ? Optional.of(
                        new InputError(
                                "<stdin>",
                                Position.START,
                                "",
                                "standard input is named more than once",
                                "it can be read once: give the path of a file for the others"))
                : Optional.empty();
    }

    /// A file opened for reading, or the reason why not.
    sealed interface Opening {}

    record Open(Path path, InputStream stream) implements Opening {}

    record NotOpen(InputError error) implements Opening {}

    /// @param whenNameless what to do about a name that is blank
    static Opening open(String name, String whenNameless) {
        if (name.isBlank()) {
            return notOpen(name, "has no name", whenNameless);
        }
        Path path;
        try {
            path = Path.of(name);
        } catch (InvalidPathException malformed) {
            return notOpen(
                    name,
                    "has a name that cannot be read in this locale",
                    "use a UTF-8 locale, or - for standard input");
        }
        if (Files.isDirectory(path)) {
            return notOpen(name, "is a directory", "name the file in it");
        }
        try {
            return new Open(path, Files.newInputStream(path));
        } catch (NoSuchFileException missing) {
            return notOpen(name, "does not exist", "check the path");
        } catch (AccessDeniedException denied) {
            return notOpen(name, "may not be read", "check its permissions");
        } catch (IOException failed) {
            return notOpen(name, "cannot be read (" + failed.getMessage() + ")", "check the disk");
        }
    }

    private static InputFile content(String name, InputStream stream) {
        try {
            return new Content(name, stream.readNBytes(LIMIT));
        } catch (IOException failed) {
            return new Unreadable(
                    error(
                            name,
                            "cannot be read (" + failed.getMessage() + ")",
                            "check the stream"));
        }
    }

    private static NotOpen notOpen(String name, String problem, String remedy) {
        return new NotOpen(error(name, problem, remedy));
    }

    private static InputError error(String name, String problem, String remedy) {
        return new InputError(name, Position.START, "", "the file " + problem, remedy);
    }
}
