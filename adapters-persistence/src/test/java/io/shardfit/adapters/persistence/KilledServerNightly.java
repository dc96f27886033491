package io.shardfit.adapters.persistence;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// E7: PostgreSQL is killed under the program again and again, while clients append.
class KilledServerNightly {
    private static final int ROUNDS = Integer.getInteger("nightly.server.kills", 50);
    private static final int CLIENTS = 32;
    private static final int MOST_MILLIS = 1_000;

    /// The criterion: the log can be written again so soon after PostgreSQL accepts connections.
    private static final Duration MOST = Duration.ofSeconds(10);

    private final Path directory = TestServer.temporary();
    private final Account account = new Account();
    private final Random random = new Random(7);

    @AfterEach
    void forget() {
        TestServer.delete(directory);
    }

    @Test
    void nothingAnsweredIsLostAndWritingGoesOnByItself() throws Exception {
        Duration slowest = Duration.ZERO;
        try (EmbeddedDatabase server = EmbeddedDatabase.start(directory, TestServer.CACHE);
                LedgerStore ledger = LedgerStore.on(server.database(), () -> {})) {
            long turnedAway;
            try (Clients clients = new Clients(CLIENTS, ledger.events()::append, account)) {
                for (int round = 0; round < ROUNDS; round++) {
                    Thread.sleep(random.nextInt(MOST_MILLIS));
                    new Postmaster(directory).kill();
                    Duration took = untilWritten(server.database());
                    slowest = Stream.of(slowest, took).max(Duration::compareTo).orElseThrow();
                }
                turnedAway = clients.turnedAway();
            }
            account.check(ledger.events());
            account.sign(ledger);
            account.fsck(ledger);
            System.out.printf(
                    "E7: %d kills, %d events, %d answers, %d times turned away; writing again at most %d ms after PostgreSQL accepted%n",
                    ROUNDS, account.events(), account.answers(), turnedAway, slowest.toMillis());
        }
        assertThat(account.unknown()).isEmpty();
        assertThat(slowest).isLessThanOrEqualTo(MOST);
    }

    /// {@return the time from the first connection to the next answer}
    private Duration untilWritten(Database database) throws InterruptedException {
        Waiting.until("PostgreSQL accepts", () -> Waiting.accepts(database));
        Instant accepted = Instant.now();
        int answers = account.answers();
        Waiting.until("the log is written again", () -> account.answers() > answers);
        return Duration.between(accepted, Instant.now());
    }
}
