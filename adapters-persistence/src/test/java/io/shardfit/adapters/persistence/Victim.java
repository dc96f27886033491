package io.shardfit.adapters.persistence;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;

/// {@link AppendsUntilKilled} as a process of its own, with what it printed.
final class Victim {
    private static final String CLIENTS = "16";

    private final Path journal;
    private final Process process;

    Victim(Path directory) throws IOException {
        journal = Files.createTempFile("answers-", ".txt");
        process =
                new ProcessBuilder(
                                ProcessHandle.current().info().command().orElseThrow(),
                                "-Dslf4j.internal.verbosity=ERROR",
                                "-cp",
                                System.getProperty("java.class.path"),
                                AppendsUntilKilled.class.getName(),
                                directory.toString(),
                                CLIENTS)
                        .redirectError(ProcessBuilder.Redirect.INHERIT)
                        .redirectOutput(journal.toFile())
                        .start();
    }

    void awaitAnswers(int count) throws IOException, InterruptedException {
        while (process.isAlive() && lines("done").size() < count) {
            Thread.sleep(20);
        }
    }

    /// SIGKILL, as the kernel does it when memory is short.
    ///
    /// @return whether it ran until then
    boolean kill() {
        boolean running = process.isAlive();
        process.destroyForcibly().onExit().join();
        return running;
    }

    /// Takes down what it sent and what it was answered.
    void settle(Account account) throws IOException {
        lines("sent").forEach(words -> account.sent(UUID.fromString(words.get(1))));
        lines("done")
                .forEach(words ->
                        account.answered(
                                UUID.fromString(words.get(1)), Long.parseLong(words.get(2))));
        Files.delete(journal);
    }

    private List<List<String>> lines(String kind) throws IOException {
        String text = Files.readString(journal);
        return text.substring(0, text.lastIndexOf('\n') + 1)
                .lines()
                .filter(line -> line.startsWith(kind))
                .map(line -> List.of(line.split(" ")))
                .toList();
    }
}
