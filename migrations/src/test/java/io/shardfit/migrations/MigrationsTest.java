package io.shardfit.migrations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The schema, and what it refuses even to a superuser.
class MigrationsTest {
    private static final String APPEND_ONLY = "EV403";
    private static final String BROKEN_LOG = "EV500";
    private static final String NO_RIGHT = "42501";

    private static EmbeddedPostgres server;
    private static DataSource database;

    @BeforeAll
    static void start() throws IOException, SQLException {
        server = EmbeddedPostgres.start();
        database = server.getPostgresDatabase();
        Migrations.migrate(database);
        run(
                event(1, "2026-11-23T10:00:00Z", "e1", "sha256('\\x00'::bytea || 'e1')"),
                "UPDATE evlog.log_head SET position = 1, recorded_at = '2026-11-23T10:00:00Z'",
                "INSERT INTO evlog.document (digest, media_type, bytes) VALUES (sha256('a'), 'text/plain', 'a')",
                "INSERT INTO evlog.command_log VALUES ('p', gen_random_uuid(), sha256('a'), 1, 1)",
                "INSERT INTO evlog.checkpoint (origin, tree_size, root_hash, note) VALUES ('o', 1, sha256('a'), 'n')",
                "INSERT INTO evlog.merkle_node VALUES (0, 0, sha256('a'))",
                "INSERT INTO evlog.plan_author VALUES ('deployment-d', 'p', 'anna', 1)",
                "INSERT INTO evlog.approval_vote VALUES (2, 'prod', 'deployment-d', 'p', 1, 'bea')");
    }

    @AfterAll
    static void stop() throws IOException {
        server.close();
    }

    /// @param leaf SQL in which `entry` stands for the whole entry
    private static String event(long position, String time, String entry, String leaf) {
        return event(position, time, entry, leaf, "Noted");
    }

    /// @param type as the entry says it; the column says `Noted`
    private static String event(
            long position, String time, String entry, String leaf, String type) {
        String whole =
                "%s,\"streamId\":\"deployment-d\",\"streamVersion\":%d,\"type\":\"%s\"}"
                        .formatted(entry, position, type);
        return """
        INSERT INTO evlog.event VALUES (%d, gen_random_uuid(), 'deployment-d', %d, 'Noted', 1, '%s',
          'usr_anna', gen_random_uuid(), '%s', %s)\
        """
                .formatted(
                        position,
                        position,
                        time,
                        whole,
                        leaf.replace("'" + entry + "'", "'" + whole + "'"));
    }

    private static void run(String... statements) throws SQLException {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    private static void refused(String state, String... statements) {
        assertThatThrownBy(() -> run(statements))
                .as(String.join("; ", statements))
                .isInstanceOfSatisfying(
                        SQLException.class,
                        error -> assertThat(error.getSQLState()).isEqualTo(state));
    }

    @Test
    void theSecondTimeThereIsNothingToDo() {
        assertThat(Migrations.migrate(database)).isZero();
    }

    @Test
    void rolesThatExistAlreadyAreNoObstacle() throws SQLException {
        run("CREATE DATABASE second");
        DataSource second = server.getDatabase("postgres", "second");

        assertThat(Migrations.migrate(second)).isPositive();
        assertThat(Migrations.migrate(second)).isZero();
    }

    @Test
    void anOrdinaryUserWhoMayCreateRolesCanMigrateHisOwnDatabase() throws SQLException {
        run("CREATE ROLE ordinary LOGIN CREATEROLE", "CREATE DATABASE his OWNER ordinary");
        run(
                "GRANT evlog_owner, evlog_writer, evlog_reader, evlog_notary TO ordinary WITH ADMIN OPTION");

        assertThat(Migrations.migrate(server.getDatabase("ordinary", "his"))).isPositive();
    }

    @Test
    void whoMayNotMigrateIsToldWhatToAskFor() throws SQLException {
        run("CREATE ROLE guest LOGIN", "CREATE DATABASE guests OWNER guest");

        assertThatThrownBy(() -> Migrations.migrate(server.getDatabase("guest", "guests")))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContainingAll(
                        "guest may not act as evlog_owner", "GRANT evlog_owner TO guest");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "event",
                "document",
                "command_log",
                "checkpoint",
                "merkle_node",
                "plan_author",
                "approval_vote"
            })
    void whatWasWrittenCannotBeChanged(String table) throws SQLException {
        String column = firstColumn(table);
        refused(APPEND_ONLY, "UPDATE evlog.%s SET %s = %s".formatted(table, column, column));
        refused(APPEND_ONLY, "DELETE FROM evlog." + table);
        refused(APPEND_ONLY, "TRUNCATE evlog." + table);
        refused(APPEND_ONLY, "SET ROLE evlog_owner", "TRUNCATE evlog." + table);
    }

    private static String firstColumn(String table) throws SQLException {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT * FROM evlog." + table)) {
            assertThat(rows.next()).as("a row in " + table).isTrue();
            return rows.getMetaData().getColumnName(1);
        }
    }

    @Test
    void anAppendThatBreaksTheLogIsRefused() {
        String leaf = "sha256('\\x00'::bytea || 'e2')";
        refused(BROKEN_LOG, event(3, "2026-11-23T10:00:01Z", "e2", leaf));
        refused(BROKEN_LOG, event(2, "2026-11-23T10:00:01Z", "e2", "sha256('e2')"));
        refused(BROKEN_LOG, event(2, "2026-11-23T09:59:59Z", "e2", leaf));
        refused("23505", event(1, "2026-11-23T10:00:01Z", "e2", leaf));
        assertThatCode(() -> run("BEGIN", event(2, "2026-11-23T10:00:01Z", "e2", leaf), "ROLLBACK"))
                .as("the one that breaks nothing")
                .doesNotThrowAnyException();
    }

    /// Or an approval could hide from the rule that looks for approvals.
    @Test
    void theColumnsSayWhatTheEntrySays() {
        String leaf = "sha256('\\x00'::bytea || 'e2')";
        refused(BROKEN_LOG, event(2, "2026-11-23T10:00:01Z", "e2", leaf, "PlanApproved"));
    }

    @Test
    void nobodyBorrowsTheRightsOfTheDuties() {
        refused(
                NO_RIGHT,
                "SET ROLE evlog_reader",
                "CREATE TEMP TABLE trap (LIKE evlog.event)",
                "CREATE TRIGGER trap AFTER INSERT ON trap REFERENCING NEW TABLE AS new_rows"
                        + " FOR EACH STATEMENT EXECUTE FUNCTION evlog.check_duties()");
    }

    @Test
    void theHeadOnlyMovesOntoTheLastEntry() {
        String move = "UPDATE evlog.log_head SET position = %d, recorded_at = '%s'";
        refused(BROKEN_LOG, move.formatted(0, "2026-11-23T10:00:00Z"));
        refused(BROKEN_LOG, move.formatted(2, "2026-11-23T10:00:00Z"));
        String second = event(2, "2026-11-23T10:00:01Z", "e2", "sha256('\\x00'::bytea || 'e2')");
        refused(BROKEN_LOG, "BEGIN", second, move.formatted(2, "2026-11-23T10:00:00Z"));
        refused("23505", "INSERT INTO evlog.log_head VALUES (1, 5, now())");
        refused("23514", "INSERT INTO evlog.log_head VALUES (2, 5, now())");
        refused(APPEND_ONLY, "DELETE FROM evlog.log_head");
        refused(APPEND_ONLY, "TRUNCATE evlog.log_head");
    }

    @Test
    void eachRoleHasItsOwnDutiesOnly() {
        refused(NO_RIGHT, "SET ROLE evlog_writer", "DELETE FROM evlog.event");
        refused(NO_RIGHT, "SET ROLE evlog_writer", "UPDATE evlog.event SET actor_id = 'x'");
        refused(
                NO_RIGHT,
                "SET ROLE evlog_writer",
                "INSERT INTO evlog.log_head VALUES (1, 1, now())");
        refused(
                NO_RIGHT,
                "SET ROLE evlog_writer",
                "INSERT INTO evlog.checkpoint VALUES ('o', 2, sha256('a'), 'n')");
        refused(
                NO_RIGHT,
                "SET ROLE evlog_writer",
                "INSERT INTO evlog.plan_author VALUES ('d', 'p', 'a', 1)");
        refused(
                NO_RIGHT,
                "SET ROLE evlog_writer",
                "INSERT INTO evlog.approval_vote VALUES (3, 'e', 'd', 'p', 1, 'a')");
        refused(NO_RIGHT, "SET ROLE evlog_writer", "DROP TABLE evlog.event");
        refused(NO_RIGHT, "SET ROLE evlog_writer", "ALTER TABLE evlog.event DISABLE TRIGGER ALL");
        String second = event(2, "2026-11-23T10:00:01Z", "e2", "sha256('\\x00'::bytea || 'e2')");
        refused(NO_RIGHT, "SET ROLE evlog_notary", second);
        refused(NO_RIGHT, "SET ROLE evlog_reader", second);
        refused(NO_RIGHT, "SET ROLE evlog_reader", "UPDATE evlog.log_head SET position = 2");
    }
}
