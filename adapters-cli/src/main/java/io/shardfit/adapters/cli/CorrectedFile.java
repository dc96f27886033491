package io.shardfit.adapters.cli;

import io.shardfit.application.format.InputError;
import io.shardfit.application.format.Position;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;

/// A new file beside a plan. Nothing is ever overwritten.
sealed interface CorrectedFile {
    int MOST = 1_000;

    record Written(String path) implements CorrectedFile {}

    /// A file beside the plan says the same already.
    record There(String path) implements CorrectedFile {}

    record Failed(InputError error) implements CorrectedFile {}

    static CorrectedFile write(String plan, String text) {
        Path original = Path.of(plan);
        for (int number = 1; number <= MOST; number++) {
            Path path = original.resolveSibling(name(original.getFileName().toString(), number));
            try {
                Files.writeString(path, text, StandardOpenOption.CREATE_NEW);
                return new Written(path.toString());
            } catch (FileAlreadyExistsException taken) {
                if (says(path, text)) {
                    return new There(path.toString());
                }
            } catch (IOException failed) {
                return failed(path.toString(), "cannot be written", "check folder and disk");
            }
        }
        return failed(
                plan,
                "has %d corrected files beside it".formatted(MOST),
                "remove those that are not needed");
    }

    private static boolean says(Path path, String text) {
        try {
            return Arrays.equals(Files.readAllBytes(path), text.getBytes(StandardCharsets.UTF_8));
        } catch (IOException unreadable) {
            return false;
        }
    }

    /// {@return `name.fixed.yaml`, then `name.fixed-2.yaml` and so on}
    private static String name(String original, int number) {
        int dot = original.lastIndexOf('.');
        String stem = dot > 0 ? original.substring(0, dot) : original;
        String ending = dot > 0 ? original.substring(dot) : "";
        return stem + ".fixed" + (number == 1 ? "" : "-" + number) + ending;
    }

    private static Failed failed(String file, String problem, String remedy) {
        return new Failed(new InputError(file, Position.START, "", "the file " + problem, remedy));
    }
}
