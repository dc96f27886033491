package io.shardfit.adapters.web;

import io.shardfit.application.CheckPlan;
import io.shardfit.application.catalogue.GpuCatalogue;
import io.shardfit.application.deployment.StartLedger;
import io.shardfit.application.port.Ledgers;
import io.shardfit.application.port.OpenLedger;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/// Databases on one PostgreSQL that all tests of a run share. Each is a copy of one with the
/// history that the program comes with, which takes a tenth of the time of telling it.
final class TestDatabases {
    private static final String SHIPPED = "shipped";
    private static final AtomicInteger NUMBER = new AtomicInteger();

    private final Path directory;
    private final OpenLedger server;

    private TestDatabases(Path directory) {
        this.directory = directory;
        this.server = ledgers().open(Optional.empty(), directory);
        Runtime.getRuntime().addShutdownHook(new Thread(this::stop));
        execute("CREATE DATABASE " + SHIPPED);
        try (OpenLedger shipped = ledgers().open(Optional.of(url(SHIPPED)), directory)) {
            new StartLedger(
                            shipped.events(),
                            new CheckPlan(GpuCatalogue.shipped()),
                            InstantSource.system())
                    .start();
        }
    }

    /// Started by the first who asks.
    private static final class Shared {
        static final TestDatabases ALL = start();
    }

    private static TestDatabases start() {
        try {
            return new TestDatabases(Files.createTempDirectory("shardfit-test-"));
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /// {@return the name of a new database}
    static String create() {
        String name = "test_" + NUMBER.incrementAndGet();
        Shared.ALL.execute("CREATE DATABASE %s TEMPLATE %s".formatted(name, SHIPPED));
        return name;
    }

    static OpenLedger open(String name) {
        return ledgers().open(Optional.of(Shared.ALL.url(name)), Shared.ALL.directory);
    }

    /// {@return a line to the server of all databases}
    static DatabaseLine line() {
        return new DatabaseLine(Integer.parseInt(Shared.ALL.port()));
    }

    static OpenLedger open(String name, DatabaseLine line) {
        return ledgers()
                .open(
                        Optional.of(Shared.ALL.url(Integer.toString(line.port()), name)),
                        Shared.ALL.directory);
    }

    static void drop(String name) {
        Shared.ALL.execute("DROP DATABASE %s WITH (FORCE)".formatted(name));
    }

    private static Ledgers ledgers() {
        return ServiceLoader.load(Ledgers.class).findFirst().orElseThrow();
    }

    private void execute(String sql) {
        try (Connection connection = DriverManager.getConnection(url("postgres"));
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException failed) {
            throw new IllegalStateException(sql, failed);
        }
    }

    private String url(String database) {
        return url(port(), database);
    }

    private String port() {
        try {
            return Files.readAllLines(directory.resolve("data/postmaster.pid")).get(3).strip();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private String url(String port, String database) {
        try {
            return "jdbc:postgresql://127.0.0.1:%s/%s?user=postgres&password=%s"
                    .formatted(
                            port,
                            database,
                            Files.readString(directory.resolve("password")).strip());
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private void stop() {
        server.close();
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
