package io.shardfit.adapters.persistence;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// Runs initdb and pg_ctl on one directory.
///
/// @param directory holds `data` and, beside it, what {@link EmbeddedDatabase} lists
record ServerCommands(PostgresPrograms programs, Path directory) {
    private static final String SECONDS_TO_START = "60";
    private static final long MOST_MINUTES = 3;
    private static final int LAST_LINES = 5;

    /// PostgreSQL refuses to run as root. In a user namespace of its own it is nobody, yet owns the
    /// files of root.
    private static final List<String> AS_NOBODY = List.of("unshare", "--user");

    private Path data() {
        return directory.resolve("data");
    }

    private Path serverLog() {
        return directory.resolve("server.log");
    }

    /// Makes an empty database; an attempt that was interrupted leaves nothing under the final
    /// name.
    void initialise(String user) throws IOException {
        Path fresh = Files.createTempDirectory(directory, Leftovers.INITIALISING);
        run(
                        programs.program("initdb"),
                        "--pgdata=" + fresh,
                        "--username=" + user,
                        "--pwfile=" + directory.resolve("password"),
                        "--auth=scram-sha-256",
                        "--encoding=UTF8",
                        "--locale=C")
                .ifPresent(failure -> {
                    throw new IllegalStateException(
                            "PostgreSQL cannot make a database in %s: %s"
                                    .formatted(directory, failure));
                });
        Files.move(fresh, data());
    }

    /// {@return why it did not start}
    Optional<String> start(int port) throws IOException {
        String options =
                String.join(
                        " ",
                        "-c port=" + port,
                        "-c listen_addresses=127.0.0.1",
                        "-c unix_socket_directories=",
                        "-c timezone=UTC",
                        "-c log_timezone=UTC");
        return run(
                        programs.program("pg_ctl"),
                        "--pgdata=" + data(),
                        "--log=" + serverLog(),
                        "--timeout=" + SECONDS_TO_START,
                        "--wait",
                        "--options=" + options,
                        "start")
                .map(failure -> failure + "\n" + end(serverLog()));
    }

    void stop() throws IOException {
        run(
                programs.program("pg_ctl"),
                "--pgdata=" + data(),
                "--mode=fast",
                "--timeout=" + SECONDS_TO_START,
                "--wait",
                "stop");
    }

    /// The lock is ours, so nobody can be using that server. A number that another process has got
    /// meanwhile is none of ours, but PostgreSQL would take it for a server.
    void endTheServerLeftRunning() throws IOException {
        if (server().isPresent()) {
            stop();
        }
        Files.deleteIfExists(pidFile());
    }

    private Path pidFile() {
        return data().resolve("postmaster.pid");
    }

    /// {@return the server that runs on our data}
    Optional<ProcessHandle> server() throws IOException {
        if (!Files.exists(pidFile())) {
            return Optional.empty();
        }
        return Files.readAllLines(pidFile()).stream()
                .findFirst()
                .map(String::strip)
                .filter(first -> first.matches("[0-9]{1,9}"))
                .flatMap(first -> ProcessHandle.of(Long.parseLong(first)))
                .filter(this::servesOurData);
    }

    private boolean servesOurData(ProcessHandle process) {
        return process.info()
                .commandLine()
                .filter(line -> line.contains(data().toString()))
                .isPresent();
    }

    private Optional<String> run(String... command) throws IOException {
        List<String> line = new ArrayList<>(asNobody());
        line.addAll(List.of(command));
        Path output = Files.createTempFile(directory, Leftovers.OUTPUT, ".txt");
        try {
            Process process =
                    new ProcessBuilder(line)
                            .redirectErrorStream(true)
                            .redirectOutput(output.toFile())
                            .start();
            process.getOutputStream().close();
            boolean ended = process.waitFor(MOST_MINUTES, TimeUnit.MINUTES);
            return ended && process.exitValue() == 0
                    ? Optional.empty()
                    : Optional.of(explained(Files.readString(output).strip()));
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while waiting for " + command[0], interrupted);
        } finally {
            Files.deleteIfExists(output);
        }
    }

    private static String explained(String failure) {
        return failure.startsWith(AS_NOBODY.getFirst() + ":")
                ? failure
                        + "; as root, PostgreSQL needs a user namespace, and none is allowed here:"
                        + " run Shardfit as an ordinary user, or name a server with"
                        + " SHARDFIT_DATABASE_URL"
                : failure;
    }

    private static List<String> asNobody() {
        return System.getProperty("user.name").equals("root") ? AS_NOBODY : List.of();
    }

    private static String end(Path log) {
        try (Stream<String> lines = Files.lines(log)) {
            List<String> all = lines.toList();
            return String.join("\n", all.subList(Math.max(0, all.size() - LAST_LINES), all.size()));
        } catch (IOException _) {
            return "";
        }
    }
}
