package io.shardfit.adapters.persistence;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/// The embedded server that all tests of one run share, in a directory that goes with them.
final class TestServer {
    static final Path CACHE = Path.of("target", "postgresql").toAbsolutePath();

    private TestServer() {}

    /// Started by the first who asks: a program that is to be killed would leave it running.
    private static final class Shared {
        static final EmbeddedDatabase SERVER = start();
    }

    static Database database() {
        return Shared.SERVER.database();
    }

    private static EmbeddedDatabase start() {
        Path directory = temporary();
        EmbeddedDatabase server = EmbeddedDatabase.start(directory, CACHE);
        Runtime.getRuntime()
                .addShutdownHook(
                        new Thread(() -> {
                            server.close();
                            delete(directory);
                        }));
        return server;
    }

    static Path temporary() {
        try {
            return Files.createTempDirectory("shardfit-test-");
        } catch (IOException failed) {
            throw new AssertionError(failed);
        }
    }

    static void delete(Path directory) {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException failed) {
            throw new AssertionError(failed);
        }
    }
}
