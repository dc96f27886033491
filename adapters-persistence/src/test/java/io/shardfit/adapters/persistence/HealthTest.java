package io.shardfit.adapters.persistence;

import static io.shardfit.adapters.persistence.Commands.appended;
import static io.shardfit.adapters.persistence.Commands.to;
import static org.assertj.core.api.Assertions.assertThat;

import io.shardfit.application.evidence.Signer;
import io.shardfit.application.evidence.SigningKey;
import io.shardfit.application.ledger.LedgerHealth;
import io.shardfit.application.ledger.LedgerHealth.Answering;
import io.shardfit.application.ledger.LedgerHealth.Silent;
import io.shardfit.application.ledger.StreamId;
import io.shardfit.application.port.LedgerTables;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class HealthTest {
    private static final SigningKey KEY = SigningKey.generate("test.shardfit.io/log");
    private static final StreamId LLAMA = StreamId.deployment("llama");

    private final PostgresLogs.OneLog database = new PostgresLogs(TestServer.database()).empty();

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void saysHowFarTheLogIsSignedAndForHowLongTheRestHasWaited() {
        LedgerStore ledger = database.store();
        assertThat(ledger.health()).isEqualTo(new Answering(0, 0, Optional.empty(), Duration.ZERO));

        appended(ledger.events().append(Commands.of(to(LLAMA, "a", "b"))));
        sign(ledger);
        Answering signed = answering(ledger);
        assertThat(signed.position()).isEqualTo(2);
        assertThat(signed.signed()).isEqualTo(2);
        assertThat(signed.sinceSignature()).isPresent();
        assertThat(signed.unsignedFor()).as("nothing waits").isZero();

        appended(ledger.events().append(Commands.of(to(LLAMA, "c"))));
        appended(ledger.events().append(Commands.of(to(LLAMA, "d"))));
        anHourEarlier(3);
        Answering waiting = answering(ledger);
        assertThat(waiting.signed()).isEqualTo(2);
        assertThat(waiting.position()).isEqualTo(4);
        assertThat(waiting.unsignedFor()).isBetween(Duration.ofHours(1), Duration.ofHours(2));
    }

    @Test
    void aServerThatIsGoneIsSaid() {
        Path directory = TestServer.temporary();
        EmbeddedDatabase server = EmbeddedDatabase.start(directory, TestServer.CACHE);
        try (LedgerStore ledger = LedgerStore.on(server.database(), () -> {})) {
            assertThat(ledger.health()).isInstanceOf(Answering.class);
            server.close();
            assertThat(ledger.health()).isInstanceOf(Silent.class);
        } finally {
            TestServer.delete(directory);
        }
    }

    /// Without a limit of its own the question would wait for ever: here behind a lock.
    @Test
    @Timeout(60)
    void aServerThatDoesNotAnswerIsSaid() throws SQLException {
        LedgerStore ledger = database.store();
        assertThat(ledger.health()).isInstanceOf(Answering.class);
        try (Connection holder = database.database.source().getConnection();
                Statement statement = holder.createStatement()) {
            holder.setAutoCommit(false);
            statement.execute("LOCK TABLE evlog.log_head IN ACCESS EXCLUSIVE MODE");
            assertThat(ledger.health()).isInstanceOf(Silent.class);
            holder.rollback();
        }
        assertThat(ledger.health()).as("once it answers again").isInstanceOf(Answering.class);
    }

    private static Answering answering(LedgerStore ledger) {
        LedgerHealth health = ledger.health();
        assertThat(health).isInstanceOf(Answering.class);
        return (Answering) health;
    }

    private static void sign(LedgerStore ledger) {
        try (LedgerTables tables = ledger.tables()) {
            assertThat(new Signer(tables, ledger.checkpoints(), KEY).sign())
                    .isInstanceOf(Signer.Outcome.Published.class);
        }
    }

    private void anHourEarlier(long position) {
        PostgresLogs.execute(
                database.database,
                "SET session_replication_role = replica; UPDATE evlog.event SET recorded_at ="
                        + " recorded_at - interval '1 hour' WHERE position = "
                        + position);
    }
}
