package io.shardfit.adapters.persistence;

import static io.shardfit.adapters.persistence.Commands.appended;
import static io.shardfit.adapters.persistence.Commands.to;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shardfit.application.ledger.AppendOutcome.Unavailable;
import io.shardfit.application.ledger.StreamId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class EmbeddedDatabaseTest {
    private static final StreamId LLAMA = StreamId.deployment("llama");

    private final Path directory = TestServer.temporary();

    @AfterEach
    void forget() {
        TestServer.delete(directory);
    }

    private EmbeddedDatabase start() {
        return EmbeddedDatabase.start(directory, TestServer.CACHE);
    }

    @Test
    void theDataStays() {
        try (EmbeddedDatabase server = start();
                LedgerStore store = LedgerStore.on(server.database(), () -> {})) {
            appended(store.events().append(Commands.of(to(LLAMA, "a"))));
        }
        try (EmbeddedDatabase server = start();
                LedgerStore store = LedgerStore.on(server.database(), () -> {})) {
            assertThat(EventLogContract.notes(store.events().stream(LLAMA))).containsExactly("a");
        }
    }

    @Test
    void aDirectoryInUseIsRefusedByName() {
        try (EmbeddedDatabase _ = start()) {
            assertThatThrownBy(this::start)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContainingAll(
                            directory.toString(), "in use", "SHARDFIT_DATABASE_URL");
        }
    }

    @Test
    void theDataOfAnotherVersionIsLeftAlone() throws IOException {
        Path data = Files.createDirectories(directory.resolve("data"));
        Files.writeString(data.resolve("PG_VERSION"), "15\n");

        assertThatThrownBy(this::start)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContainingAll("PostgreSQL 15", "PostgreSQL 18", "pg_dump");
        assertThat(data.resolve("PG_VERSION")).hasContent("15");
    }

    @Test
    void whatIsNoDatabaseIsLeftAlone() throws IOException {
        Path data = Files.createDirectories(directory.resolve("data"));
        Files.writeString(data.resolve("thesis.txt"), "mine");

        assertThatThrownBy(this::start)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContainingAll(data.toString(), "no database");
        assertThat(data.resolve("thesis.txt")).hasContent("mine");
    }

    @Test
    void whatAKilledFirstStartLeftIsCleared() throws IOException {
        Path half = Files.createDirectories(directory.resolve("initialising-123/base"));
        Files.writeString(half.resolve("1"), "half");
        Files.writeString(directory.resolve("output-1.txt"), "initdb says");
        Files.createDirectories(directory.resolve("mine"));

        try (EmbeddedDatabase _ = start()) {
            assertThat(directory.resolve("initialising-123")).doesNotExist();
            assertThat(directory.resolve("output-1.txt")).doesNotExist();
            assertThat(directory.resolve("mine")).exists();
        }
    }

    @Test
    void aDirectoryOrPasswordThatOthersCanReadIsRefused() throws IOException {
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-x---"));
        assertThatThrownBy(this::start)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContainingAll("rwxr-x---", "chmod 700 " + directory);

        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx------"));
        Path password = Files.writeString(directory.resolve("password"), "secret");
        Files.setPosixFilePermissions(password, PosixFilePermissions.fromString("rw-r--r--"));
        assertThatThrownBy(this::start)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContainingAll("rw-r--r--", "chmod 600 " + password);
    }

    @Test
    void aUserWithoutAHomeIsToldWhereToUnpack() throws IOException {
        Path file = Files.writeString(directory.resolve("home"), "not a folder");

        assertThatThrownBy(() -> EmbeddedDatabase.start(directory, file.resolve(".cache")))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContainingAll(".cache", "XDG_CACHE_HOME");
    }

    /// The number in postmaster.pid may belong to anybody after a restart of the machine.
    @Test
    void aNumberThatAnotherProcessHasNowDoesNotStopTheStart() throws IOException {
        try (EmbeddedDatabase _ = start()) {
            assertThat(directory.resolve("data/postmaster.pid")).exists();
        }
        long mine = ProcessHandle.current().pid();
        Files.writeString(
                directory.resolve("data/postmaster.pid"),
                "%d\n%s\n1\n5432\n\n127.0.0.1\n0 0\nready\n"
                        .formatted(mine, directory.resolve("data")));

        try (EmbeddedDatabase server = start()) {
            assertThat(server.database().url()).contains("127.0.0.1");
        }
    }

    @Test
    void nobodyGetsInWithoutThePassword() {
        try (EmbeddedDatabase server = start()) {
            Database stranger =
                    new Database(
                            server.database().url(),
                            server.database().user(),
                            Optional.of("postgres"));
            assertThatThrownBy(() -> stranger.source().getConnection())
                    .isInstanceOf(SQLException.class)
                    .hasMessageContaining("password");
        }
    }

    @Test
    void commitsReachTheDisk() throws SQLException {
        try (EmbeddedDatabase server = start();
                Connection connection = server.database().source().getConnection();
                Statement statement = connection.createStatement();
                ResultSet row =
                        statement.executeQuery(
                                "SELECT current_setting('fsync'),"
                                        + " current_setting('data_checksums'),"
                                        + " current_setting('full_page_writes')")) {
            row.next();
            assertThat(List.of(row.getString(1), row.getString(2), row.getString(3)))
                    .containsOnly("on");
        }
    }

    /// E6, once: the program is killed while it appends; its server lives on without it.
    @Test
    void whatWasAnsweredOutlivesTheKilledProgram() throws IOException, InterruptedException {
        Account account = new Account();
        Victim victim = new Victim(directory);
        victim.awaitAnswers(50);
        assertThat(victim.kill()).as("it was still running").isTrue();
        victim.settle(account);
        assertThat(account.answers()).isGreaterThanOrEqualTo(50);

        try (EmbeddedDatabase server = start();
                LedgerStore store = LedgerStore.on(server.database(), () -> {})) {
            account.check(store.events());

            account.answered(UUID.randomUUID(), account.events() + 1);
            assertThatThrownBy(() -> account.check(store.events()))
                    .as("negative control: an answer that was never written")
                    .isInstanceOf(AssertionError.class)
                    .hasMessageContaining("answered but lost");
        }
    }

    /// E7, once: nobody but this program knows that the server is gone.
    @Test
    void aServerThatWasKilledIsStartedAgain() throws IOException, InterruptedException {
        Account account = new Account();
        try (EmbeddedDatabase server = start();
                LedgerStore store = LedgerStore.on(server.database(), () -> {})) {
            account.send(store.events()::append, UUID.randomUUID());
            new Postmaster(directory).kill();
            UUID id = UUID.randomUUID();
            Waiting.until(
                    "the log is written again",
                    () -> !(account.send(store.events()::append, id) instanceof Unavailable));
            account.check(store.events());
            assertThat(account.events()).isEqualTo(2);
        }
    }
}
