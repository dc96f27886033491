package io.shardfit.adapters.persistence;

import io.shardfit.application.ledger.Digest;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;

/// What {@link LedgerBenchmark} compares with: the same bytes, in a table with the same three
/// unique indexes, and no promise but that of the database.
record Baselines(Database database, byte[] entry, AtomicLong number) {
    private static final String EVENT =
            """
            CREATE TABLE %s (position bigint PRIMARY KEY, event_id uuid NOT NULL UNIQUE,
              stream_id text NOT NULL, stream_version bigint NOT NULL, type text NOT NULL,
              schema_version int NOT NULL, recorded_at timestamptz NOT NULL, actor_id text NOT NULL,
              command_id uuid NOT NULL, entry bytea NOT NULL, leaf_hash bytea NOT NULL,
              UNIQUE (stream_id, stream_version))\
            """;
    private static final String INSERT =
            "INSERT INTO %s VALUES (?, ?, ?, ?, 'Noted', 1, clock_timestamp(), 'usr_anna', ?, ?, ?)";

    static Baselines create(Database database, byte[] entry) {
        for (String table : List.of("plain", "serial")) {
            PostgresLogs.execute(database, EVENT.formatted(table));
        }
        PostgresLogs.execute(
                database, "CREATE TABLE head (position bigint) WITH (fillfactor = 10)");
        PostgresLogs.execute(database, "INSERT INTO head VALUES (0)");
        return new Baselines(database, entry, new AtomicLong());
    }

    Load.Result plain(int clients) {
        return run("plain", clients, (_, insert) -> insert(insert, number.incrementAndGet()));
    }

    /// Takes the head, inserts, commits: gapless, one after the other.
    Load.Result oneByOne(int clients) {
        return run("serial", clients, this::takeAndInsert);
    }

    private interface Step {
        void run(Connection connection, PreparedStatement insert) throws SQLException;
    }

    private Load.Result run(String table, int clients, Step step) {
        List<Connection> connections = new ArrayList<>();
        try {
            List<Runnable> work = new ArrayList<>();
            for (int i = 0; i < clients; i++) {
                Connection connection = database.source().getConnection();
                connections.add(connection);
                PreparedStatement insert = connection.prepareStatement(INSERT.formatted(table));
                work.add(() -> unchecked(step, connection, insert));
            }
            return Load.run(clients, work::get);
        } catch (SQLException failed) {
            throw new AssertionError(failed);
        } finally {
            connections.forEach(Baselines::close);
        }
    }

    private void takeAndInsert(Connection connection, PreparedStatement insert)
            throws SQLException {
        connection.setAutoCommit(false);
        try (PreparedStatement take =
                        connection.prepareStatement(
                                "UPDATE head SET position = position + 1 RETURNING position");
                var row = take.executeQuery()) {
            row.next();
            insert(insert, row.getLong(1));
        }
        connection.commit();
    }

    private void insert(PreparedStatement insert, long position) throws SQLException {
        insert.setLong(1, position);
        insert.setObject(2, UUID.randomUUID());
        insert.setString(3, "deployment-d" + position % 10_000);
        insert.setLong(4, position);
        insert.setObject(5, UUID.randomUUID());
        insert.setBytes(6, entry);
        insert.setBytes(7, Digest.sha256().digest(entry));
        insert.executeUpdate();
    }

    private static void unchecked(Step step, Connection connection, PreparedStatement insert) {
        try {
            step.run(connection, insert);
        } catch (SQLException failed) {
            throw new AssertionError(failed);
        }
    }

    private static void close(Connection connection) {
        try {
            connection.close();
        } catch (SQLException failed) {
            throw new AssertionError(failed);
        }
    }
}
