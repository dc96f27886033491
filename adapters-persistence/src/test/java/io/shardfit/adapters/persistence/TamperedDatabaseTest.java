package io.shardfit.adapters.persistence;

import static org.assertj.core.api.Assertions.assertThat;

import io.shardfit.application.evidence.CheckLedger;
import io.shardfit.application.evidence.Damage;
import io.shardfit.application.evidence.Signer;
import io.shardfit.application.evidence.SigningKey;
import io.shardfit.application.ledger.Command;
import io.shardfit.application.ledger.StreamId;
import io.shardfit.application.port.LedgerTables;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// Whoever is superuser can change a row behind every trigger. Each change of one byte or one field
/// is found by `fsck`, which names the place; afterwards the row is put back.
class TamperedDatabaseTest {
    private static final int EVENTS = 60;
    private static final int MANIPULATIONS = Integer.getInteger("tamper.trials", 1_000);
    private static final SigningKey KEY = SigningKey.generate("test.shardfit.io/log");
    private static final StreamId LLAMA = StreamId.deployment("llama");

    /// Turns one bit of a column, wherever its bytes end.
    private static final String FLIPPED =
            "set_bit(%1$s, (%2$d %% (8 * octet_length(%1$s)))::bigint,"
                    + " 1 - get_bit(%1$s, (%2$d %% (8 * octet_length(%1$s)))::bigint))";

    private static PostgresLogs.OneLog database;
    private static LedgerStore ledger;

    @BeforeAll
    static void fill() {
        database = new PostgresLogs(TestServer.database()).empty();
        ledger = database.store();
        for (int i = 0; i < EVENTS; i++) {
            Command command = Commands.of(Commands.to(LLAMA, "the note number " + i));
            Commands.appended(ledger.events().append(command));
            if (i == EVENTS / 2) {
                sign();
            }
        }
        sign();
        assertThat(damages()).isEmpty();
    }

    @AfterAll
    static void close() {
        database.close();
    }

    /// A field of a row: what is changed, how, and what names the row in the answer.
    private record Target(String table, String key, String column, String change, Pattern place) {}

    @Test
    void everyManipulationOfAnEventIsFoundAtItsPosition() throws SQLException {
        Random random = new Random(20261123);
        for (int trial = 0; trial < MANIPULATIONS; trial++) {
            long position = 1L + random.nextInt(EVENTS);
            Target target = target(random, position);
            manipulated(
                    target,
                    () ->
                            assertThat(damages())
                                    .as("%s of %s", target.change(), target.key())
                                    .anyMatch(damage ->
                                            target.place().matcher(damage.message()).find()));
        }
        assertThat(damages()).as("put back").isEmpty();
    }

    /// All events lie in one stream, so that version and position are the same number.
    private static Target target(Random random, long position) {
        int bit = random.nextInt(8 * 300);
        return switch (random.nextInt(12)) {
            case 0, 1, 2 -> event(position, "entry", FLIPPED.formatted("entry", bit));
            case 3 -> event(position, "leaf_hash", FLIPPED.formatted("leaf_hash", bit));
            case 4 -> event(position, "actor_id", "actor_id || 'x'");
            case 5 -> event(position, "type", "'Other'");
            case 6 -> event(position, "recorded_at", "recorded_at + interval '1 microsecond'");
            case 7 -> event(position, "schema_version", "schema_version + 1");
            case 8 -> event(position, "event_id", "gen_random_uuid()");
            case 9 -> event(position, "command_id", "gen_random_uuid()");
            case 10 -> event(position, "stream_id", "'deployment-other'");
            default -> event(position, "stream_version", "stream_version + 1000");
        };
    }

    private static Target event(long position, String column, String change) {
        return new Target(
                "event",
                "position = " + position,
                column,
                change,
                Pattern.compile("\\b" + position + "\\b"));
    }

    @Test
    void manipulationsOfTheOtherTablesAreFound() throws SQLException {
        Set<Target> targets =
                Set.of(
                        other(
                                "stream",
                                "version",
                                "version + 1",
                                "stream_id = (SELECT min(stream_id) FROM evlog.stream)"),
                        other(
                                "command_log",
                                "last_position",
                                "last_position + 1",
                                "first_position = 3"),
                        other(
                                "checkpoint",
                                "note",
                                "replace(note, 'shardfit', 'shardfot')",
                                "tree_size = " + EVENTS),
                        other(
                                "checkpoint",
                                "root_hash",
                                "sha256(root_hash)",
                                "tree_size = " + EVENTS),
                        other("log_head", "position", "position - 1", "id = 1"));
        for (Target target : targets) {
            manipulated(target, () -> assertThat(damages()).as(target.toString()).isNotEmpty());
        }
        assertThat(damages()).as("put back").isEmpty();
    }

    private static Target other(String table, String column, String change, String key) {
        return new Target(table, key, column, change, Pattern.compile(""));
    }

    private interface Check {
        void run();
    }

    /// Changes a field as superuser, without triggers, and puts back what was there.
    private static void manipulated(Target target, Check check) throws SQLException {
        try (Connection connection = database.database.source().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("SET session_replication_role = replica");
            String where = "evlog.%s WHERE %s".formatted(target.table(), target.key());
            statement.execute(
                    "CREATE TEMP TABLE before AS SELECT %s AS kept FROM %s"
                            .formatted(target.column(), where));
            statement.execute(
                    "UPDATE evlog.%s SET %s = %s WHERE %s"
                            .formatted(
                                    target.table(),
                                    target.column(),
                                    target.change(),
                                    target.key()));
            try {
                check.run();
            } finally {
                try (PreparedStatement back =
                        connection.prepareStatement(
                                "UPDATE evlog.%s SET %s = (SELECT kept FROM before) WHERE %s"
                                        .formatted(
                                                target.table(), target.column(), target.key()))) {
                    assertThat(back.executeUpdate()).isEqualTo(1);
                }
                statement.execute("DROP TABLE before");
            }
        }
    }

    private static void sign() {
        try (LedgerTables tables = ledger.tables()) {
            assertThat(new Signer(tables, ledger.checkpoints(), KEY).sign())
                    .isInstanceOf(Signer.Outcome.Published.class);
        }
    }

    private static List<Damage> damages() {
        CheckLedger.Outcome outcome =
                new CheckLedger(ledger::tables, List.of(KEY.verifyingKey()), _ -> Set.of())
                        .check(List.of());
        return outcome instanceof CheckLedger.Outcome.Damaged(List<Damage> found)
                ? found
                : new ArrayList<>();
    }
}
