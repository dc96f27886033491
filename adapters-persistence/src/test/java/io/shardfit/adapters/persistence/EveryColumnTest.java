package io.shardfit.adapters.persistence;

import static org.assertj.core.api.Assertions.assertThat;

import io.shardfit.adapters.persistence.RandomChange.Column;
import io.shardfit.application.deployment.FoundingStory;
import io.shardfit.application.event.KeptDocuments;
import io.shardfit.application.evidence.CheckLedger;
import io.shardfit.application.evidence.Damage;
import io.shardfit.application.evidence.Signer;
import io.shardfit.application.evidence.SigningKey;
import io.shardfit.application.port.EventLog;
import io.shardfit.application.port.LedgerTables;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/// A superuser changes one byte or one field of any column of any table that is truth, in a
/// database in which the founding story happened: `fsck` names table and row, every time.
class EveryColumnTest extends FoundingStory {
    private static final int MANIPULATIONS = Integer.getInteger("tamper.trials", 1_000);
    private static final SigningKey KEY = SigningKey.generate("test.shardfit.io/log");

    private PostgresLogs.OneLog database;
    private LedgerStore ledger;

    @BeforeEach
    void open() {
        database = new PostgresLogs(TestServer.database()).empty();
        ledger = database.store();
    }

    @Override
    protected EventLog log() {
        return ledger.events();
    }

    @Override
    protected InstantSource clock() {
        return InstantSource.system();
    }

    @AfterEach
    void everyChangeIsNamed() throws SQLException {
        sign();
        try (Connection superuser = database.database.source().getConnection()) {
            RandomChange change = new RandomChange(superuser, new Random(20261123));
            change.prepare();
            List<Column> columns = change.columns();
            assertThat(columns.stream().map(Column::table).distinct())
                    .containsExactlyInAnyOrder(
                            "approval_vote",
                            "checkpoint",
                            "command_log",
                            "document",
                            "event",
                            "log_head",
                            "merkle_node",
                            "plan_author",
                            "stream");
            assertThat(damages()).isEmpty();
            Map<String, Integer> tried = new TreeMap<>();
            for (int trial = 0; trial < MANIPULATIONS; trial++) {
                Column column = columns.get(trial % columns.size());
                tried.merge(column.toString(), 1, Integer::sum);
                change.make(
                        column,
                        names ->
                                assertThat(damages())
                                        .as("%s of %s", column, names)
                                        .extracting(Damage::message)
                                        .anyMatch(message -> names(message, column, names)));
            }
            assertThat(tried).hasSameSizeAs(columns);
            assertThat(damages()).as("put back").isEmpty();
        } finally {
            database.close();
        }
    }

    /// The row, by its key before or after the change; a gap is named by the row behind it.
    private static boolean names(String message, Column column, List<String> keys) {
        return message.contains(column.place())
                && keys.stream().anyMatch(key -> message.contains(key));
    }

    private void sign() {
        try (LedgerTables tables = ledger.tables()) {
            assertThat(new Signer(tables, ledger.checkpoints(), KEY).sign())
                    .isInstanceOf(Signer.Outcome.Published.class);
        }
    }

    private List<Damage> damages() {
        CheckLedger.Outcome outcome =
                new CheckLedger(ledger::tables, List.of(KEY.verifyingKey()), KeptDocuments::of)
                        .check(List.of());
        return outcome instanceof CheckLedger.Outcome.Damaged(List<Damage> found)
                ? found
                : List.of();
    }
}
