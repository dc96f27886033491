package io.shardfit.adapters.persistence;

import static org.assertj.core.api.Assertions.assertThat;

import io.shardfit.application.evidence.CheckLedger;
import io.shardfit.application.evidence.Evidence;
import io.shardfit.application.evidence.ExportLedger;
import io.shardfit.application.evidence.KnownCheckpoint;
import io.shardfit.application.evidence.Signer;
import io.shardfit.application.evidence.SigningKey;
import io.shardfit.application.evidence.Verifier;
import io.shardfit.application.ledger.Document;
import io.shardfit.application.ledger.StreamId;
import io.shardfit.application.port.LedgerTables;
import io.shardfit.migrations.Migrations;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// E34: a database as the first migrations made it, with events and a signed checkpoint, is brought
/// up to date; the checkpoint still holds, and no byte of an entry is another.
class MigratedLogTest {
    /// `-Dmigrated.events=1000000` is the number of the design.
    private static final int EVENTS = Integer.getInteger("migrated.events", 1_000);

    private static final String FIRST_RELEASE = "202611231300";
    private static final int PAGE = 1_000;
    private static final SigningKey KEY = SigningKey.generate("test.shardfit.io/log");

    private final PostgresLogs.OneLog database = new PostgresLogs(TestServer.database()).empty();

    @TempDir private Path folder;

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void aCheckpointFromBeforeTheMigrationsHoldsAfterThem() throws SQLException {
        migrateToTheFirstRelease();
        InMemoryEventLog before = new InMemoryEventLog(InstantSource.system(), LedgerStore.ids());
        for (int i = 0; i < EVENTS; i++) {
            Commands.appended(
                    before.append(Commands.of(Commands.to(StreamId.deployment("d" + i % 7), "n"))));
        }
        for (int from = 0; from < EVENTS; from += PAGE) {
            new CopiedLog(database.database).follow(before, from, Math.min(EVENTS, from + PAGE));
        }
        fillTheOtherTables();
        String kept = signedBefore();

        LedgerStore ledger = database.store();

        assertThat(ledger.events().bytesAfter(0, EVENTS))
                .containsExactlyElementsOf(before.bytesAfter(0, EVENTS));
        assertThat(
                        new CheckLedger(ledger::tables, List.of(KEY.verifyingKey()), _ -> Set.of())
                                .check(List.of(new KnownCheckpoint("kept.txt", kept))))
                .isInstanceOfSatisfying(
                        CheckLedger.Outcome.Sound.class,
                        sound -> assertThat(sound.checkpoints()).isEqualTo(2));
        Commands.appended(
                ledger.events().append(Commands.of(Commands.to(StreamId.deployment("d0"), "new"))));
        try (LedgerTables tables = ledger.tables()) {
            assertThat(new Signer(tables, ledger.checkpoints(), KEY).sign())
                    .isInstanceOf(Signer.Outcome.Published.class);
        }
        new ExportLedger(ledger.events(), ledger.checkpoints(), List.of(KEY.verifyingKey()))
                .export(folder.resolve("export"));
        assertThat(new Verifier().verify(Evidence.inFolder(folder.resolve("export"))))
                .isInstanceOfSatisfying(
                        Verifier.Outcome.Sound.class,
                        sound -> assertThat(sound.events()).isEqualTo(EVENTS + 1L));
    }

    private void migrateToTheFirstRelease() {
        Flyway.configure(Migrations.class.getClassLoader())
                .dataSource(database.database.source())
                .loggers("slf4j")
                .locations("classpath:io/shardfit/migrations")
                .defaultSchema("evlog_migrations")
                .target(FIRST_RELEASE)
                .load()
                .migrate();
    }

    /// As the program of that time did; every event was a command of its own.
    private void fillTheOtherTables() throws SQLException {
        PostgresLogs.execute(
                database.database,
                """
                INSERT INTO evlog.command_log
                SELECT actor_id, command_id, sha256('request'), position, position FROM evlog.event\
                """);
        Document plan = new Document("text/plain", "größer".getBytes(StandardCharsets.UTF_8));
        try (Connection connection = database.database.source().getConnection();
                PreparedStatement insert =
                        connection.prepareStatement(
                                "INSERT INTO evlog.document (digest, media_type, bytes) VALUES (?,"
                                        + " ?, ?)")) {
            insert.setBytes(1, plan.digest().hash());
            insert.setString(2, plan.mediaType());
            insert.setBytes(3, plan.bytes());
            insert.executeUpdate();
        }
    }

    private String signedBefore() {
        PostgresCheckpointLog checkpoints = new PostgresCheckpointLog(database.database.source());
        try (LedgerTables tables = PostgresLedgerTables.open(database.database.source())) {
            assertThat(new Signer(tables, checkpoints, KEY).sign())
                    .isInstanceOf(Signer.Outcome.Published.class);
        }
        return checkpoints.latest(KEY.verifyingKey().name()).orElseThrow().note();
    }
}
