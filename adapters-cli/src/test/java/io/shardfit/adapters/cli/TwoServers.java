package io.shardfit.adapters.cli;

import io.shardfit.application.port.Ledgers;
import io.shardfit.application.port.OpenLedger;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.stream.Stream;

/// Two processes of the packaged program on one PostgreSQL, which this test runs: killing a server
/// does not touch it.
final class TwoServers implements AutoCloseable {
    private final Path folder;
    private final OpenLedger ledger;
    private final String database;
    private final Process[] processes = new Process[2];
    private final String[] addresses = new String[2];

    TwoServers(Path folder) throws IOException {
        this.folder = folder;
        Path postgres = folder.resolve("postgres");
        this.ledger =
                ServiceLoader.load(Ledgers.class)
                        .findFirst()
                        .orElseThrow()
                        .open(Optional.empty(), postgres);
        this.database =
                "jdbc:postgresql://127.0.0.1:%s/postgres?user=postgres&password=%s"
                        .formatted(
                                Files.readAllLines(postgres.resolve("data/postmaster.pid"))
                                        .get(3)
                                        .strip(),
                                Files.readString(postgres.resolve("password")).strip());
        try {
            start(0);
            start(1);
        } catch (IOException | RuntimeException | AssertionError failed) {
            close();
            throw failed;
        }
    }

    /// Starts one of them, and waits until it listens.
    void start(int which) throws IOException {
        Program program =
                Program.javaWith(
                                List.of("-Dshardfit.writes-per-second=0"), // one author for all
                                "serve",
                                "--port",
                                "0",
                                "--data",
                                folder.resolve("server-" + which).toString(),
                                "--key",
                                key())
                        .with("SHARDFIT_DATABASE_URL", database);
        ProcessBuilder builder = new ProcessBuilder(program.command());
        builder.environment().clear();
        builder.environment().putAll(program.environment());
        processes[which] = builder.directory(folder.toFile()).start();
        addresses[which] = ServedLedger.address(processes[which]);
        Process started = processes[which];
        Thread.ofVirtual().start(() -> drain(started)); // or it waits for its reader one day
    }

    private static void drain(Process server) {
        try (Stream<String> lines = server.errorReader().lines()) {
            lines.forEach(line -> System.err.println("server: " + line));
        } catch (java.io.UncheckedIOException _) {
            // It was killed.
        }
    }

    String address(int which) {
        return addresses[which];
    }

    OpenLedger ledger() {
        return ledger;
    }

    /// SIGKILL: nothing is finished, nobody is told.
    void kill(int which) {
        processes[which].destroyForcibly().onExit().join();
    }

    /// {@return what `shardfit audit` says of their database}
    Program.Result audit(String verb) {
        return Program.shardfit("audit", verb, "--key", key())
                .with("SHARDFIT_DATABASE_URL", database)
                .run();
    }

    /// Both sign, so both need the same key.
    private String key() {
        return folder.resolve("ledger.key").toString();
    }

    @Override
    public void close() {
        for (Process process : processes) {
            if (process != null) {
                process.destroyForcibly().onExit().join();
            }
        }
        ledger.close();
    }
}
