package io.shardfit.adapters.persistence;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/// What a program leaves in a data directory that is killed during its first start: half-made
/// databases, which never were one, and what initdb printed.
final class Leftovers {
    static final String INITIALISING = "initialising-";
    static final String OUTPUT = "output-";

    private Leftovers() {}

    /// Only for who holds the directory's lock. What cannot be deleted, because an initdb that
    /// nobody waits for still writes there, is left to the next start.
    static void clear(Path directory) throws IOException {
        try (DirectoryStream<Path> found =
                Files.newDirectoryStream(directory, "{%s,%s}*".formatted(INITIALISING, OUTPUT))) {
            for (Path leftover : found) {
                delete(leftover);
            }
        }
    }

    private static void delete(Path leftover) {
        try (Stream<Path> walk = Files.walk(leftover)) {
            List<Path> files = walk.sorted(Comparator.reverseOrder()).toList();
            for (Path file : files) {
                Files.delete(file);
            }
        } catch (IOException stillUsed) {
            System.getLogger(Leftovers.class.getName())
                    .log(System.Logger.Level.DEBUG, "left in place: " + leftover, stillUsed);
        }
    }
}
