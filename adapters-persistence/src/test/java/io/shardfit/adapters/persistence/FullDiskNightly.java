package io.shardfit.adapters.persistence;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// E10: no byte is left, where the log is written first (its WAL) or where its tables lie. Without
/// anybody's doing but making room again, it goes on.
class FullDiskNightly {
    private static final int ROUNDS = Integer.getInteger("nightly.full.disks", 3);
    private static final int CLIENTS = 16;
    private static final int BETWEEN = 1_000;

    /// Longer than any commit takes here that succeeds.
    private static final long SILENT_NANOS = TimeUnit.SECONDS.toNanos(3);

    private static final long MILLIS_FULL = 5_000;

    private final Path directory = TestServer.temporary();
    private final Path data = directory.resolve("data");
    private final Account account = new Account();

    @AfterEach
    void forget() {
        TestServer.delete(directory);
    }

    /// A full WAL ends the server; it cannot even start until there is room.
    @Test
    void aFullWalLosesNothing() throws Exception {
        started();
        try (SmallDisk disk = new SmallDisk(128 << 20)) {
            move(data.resolve("pg_wal"), disk.folder().resolve("pg_wal"));
            fillAgainAndAgain(disk, "E10, WAL");
        }
    }

    /// Full tables fail each append; the server lives on.
    @Test
    void fullTablesLoseNothing() throws Exception {
        started();
        try (SmallDisk disk = new SmallDisk(160 << 20)) {
            move(data.resolve("pg_wal"), directory.resolve("wal"));
            move(data, disk.folder().resolve("data"));
            fillAgainAndAgain(disk, "E10, tables");
        }
    }

    private void started() {
        try (EmbeddedDatabase server = EmbeddedDatabase.start(directory, TestServer.CACHE);
                LedgerStore ledger = LedgerStore.on(server.database(), () -> {})) {
            account.check(ledger.events());
        }
    }

    private void fillAgainAndAgain(SmallDisk disk, String name) throws Exception {
        try (EmbeddedDatabase server = EmbeddedDatabase.start(directory, TestServer.CACHE);
                LedgerStore ledger = LedgerStore.on(server.database(), () -> {})) {
            long turnedAway;
            try (Clients clients = new Clients(CLIENTS, ledger.events()::append, account)) {
                for (int round = 0; round < ROUNDS; round++) {
                    disk.fill();
                    untilNothingIsAnswered(clients);
                    int answers = account.answers();
                    Thread.sleep(MILLIS_FULL);
                    assertThat(account.answers()).as("nothing while full").isEqualTo(answers);
                    disk.free();
                    Waiting.until("writing goes on", () -> account.answers() > answers + BETWEEN);
                }
                turnedAway = clients.turnedAway();
            }
            account.check(ledger.events());
            account.sign(ledger);
            account.fsck(ledger);
            System.out.printf(
                    "%s: full %d times, %d events, %d answers, %d times turned away%n",
                    name, ROUNDS, account.events(), account.answers(), turnedAway);
        }
        assertThat(account.unknown()).isEmpty();
        assertThat(account.events()).isEqualTo(account.answers());
    }

    /// What is answered at first fits into space that the server had taken before.
    private void untilNothingIsAnswered(Clients clients) throws InterruptedException {
        AtomicInteger before = new AtomicInteger(-1);
        AtomicLong since = new AtomicLong();
        Waiting.until(
                "a full disk is noticed",
                () -> {
                    clients.check();
                    if (before.getAndSet(account.answers()) != account.answers()) {
                        since.set(System.nanoTime());
                    }
                    return System.nanoTime() - since.get() > SILENT_NANOS;
                });
    }

    /// What was there is found where it was.
    private static void move(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Path copy = to.resolve(from.relativize(file));
                if (Files.isSymbolicLink(file)) {
                    Files.createSymbolicLink(copy, Files.readSymbolicLink(file));
                } else {
                    Files.copy(file, copy, StandardCopyOption.COPY_ATTRIBUTES);
                }
            }
        }
        TestServer.delete(from);
        Files.createSymbolicLink(from, to);
    }
}
