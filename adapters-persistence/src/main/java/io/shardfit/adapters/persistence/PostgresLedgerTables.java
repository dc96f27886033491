package io.shardfit.adapters.persistence;

import io.shardfit.application.ledger.Digest;
import io.shardfit.application.ledger.Head;
import io.shardfit.application.port.LedgerTables;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import javax.sql.DataSource;

/// The rows of the schema `evlog` as they lie there, all of one moment: one connection, one
/// transaction that only reads. What it reads is not trusted, so it converts and checks nothing.
final class PostgresLedgerTables implements LedgerTables {
    private static final int ROWS_AT_ONCE = 1_000;

    private final Connection connection;

    private PostgresLedgerTables(Connection connection) {
        this.connection = connection;
    }

    static PostgresLedgerTables open(DataSource source) {
        try {
            Connection connection = source.getConnection();
            connection.setAutoCommit(false);
            connection.setReadOnly(true);
            connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
            return new PostgresLedgerTables(connection);
        } catch (SQLException error) {
            throw Trouble.reading(error);
        }
    }

    @FunctionalInterface
    private interface Reading {
        void of(ResultSet row) throws SQLException;
    }

    @Override
    public Head head() {
        List<Head> heads = new ArrayList<>();
        each(
                "SELECT position, recorded_at FROM evlog.log_head WHERE id = 1",
                row -> heads.add(head(row)));
        return heads.isEmpty() ? Head.EMPTY : heads.getFirst();
    }

    /// The time of an empty log is minus infinity, which no instant is.
    private static Head head(ResultSet row) throws SQLException {
        long position = row.getLong(1);
        return position == 0 ? Head.EMPTY : new Head(position, Optional.of(instant(row, 2)));
    }

    @Override
    public List<EntryRow> rowsAfter(long position, int limit) {
        List<EntryRow> rows = new ArrayList<>();
        each(
                """
                SELECT position, event_id, stream_id, stream_version, type, schema_version,
                       recorded_at, actor_id, command_id, entry, leaf_hash
                FROM evlog.event WHERE position > ? ORDER BY position LIMIT ?\
                """,
                row -> rows.add(entry(row)),
                position,
                limit);
        return rows;
    }

    private static EntryRow entry(ResultSet row) throws SQLException {
        return new EntryRow(
                row.getLong(1),
                row.getObject(2, UUID.class),
                row.getString(3),
                row.getLong(4),
                row.getString(5),
                row.getInt(6),
                instant(row, 7),
                row.getString(8),
                row.getObject(9, UUID.class),
                row.getBytes(10),
                row.getBytes(11));
    }

    @Override
    public List<byte[]> leavesAfter(long position, int limit) {
        List<byte[]> leaves = new ArrayList<>();
        each(
                """
                SELECT leaf_hash FROM evlog.event WHERE position > ? ORDER BY position LIMIT ?\
                """,
                row -> leaves.add(row.getBytes(1)),
                position,
                limit);
        return leaves;
    }

    @Override
    public void streams(Consumer<StreamRow> each) {
        each(
                "SELECT stream_id, version FROM evlog.stream ORDER BY stream_id",
                row -> each.accept(new StreamRow(row.getString(1), row.getLong(2))));
    }

    @Override
    public void commands(Consumer<CommandRow> each) {
        each(
                """
                SELECT principal_id, command_id, request_hash, first_position, last_position,
                       row_hash
                FROM evlog.command_log ORDER BY first_position\
                """,
                row ->
                        each.accept(
                                new CommandRow(
                                        row.getString(1),
                                        row.getObject(2, UUID.class),
                                        row.getBytes(3),
                                        row.getLong(4),
                                        row.getLong(5),
                                        row.getBytes(6))));
    }

    @Override
    public void documents(Consumer<DocumentRow> each) {
        each(
                "SELECT digest, media_type, stored_at, bytes, row_hash FROM evlog.document",
                row ->
                        each.accept(
                                new DocumentRow(
                                        Digest.ofHash(row.getBytes(1)),
                                        row.getString(2),
                                        instant(row, 3),
                                        row.getBytes(4),
                                        row.getBytes(5))));
    }

    @Override
    public void checkpoints(Consumer<CheckpointRow> each) {
        each(
                """
                SELECT origin, tree_size, root_hash, note, created_at, row_hash
                FROM evlog.checkpoint ORDER BY tree_size, created_at\
                """,
                row ->
                        each.accept(
                                new CheckpointRow(
                                        row.getString(1),
                                        row.getLong(2),
                                        Digest.ofHash(row.getBytes(3)),
                                        row.getString(4),
                                        instant(row, 5),
                                        row.getBytes(6))));
    }

    @Override
    public void authors(Consumer<AuthorRow> each) {
        each(
                "SELECT stream_id, plan_digest, author, position FROM evlog.plan_author",
                row ->
                        each.accept(
                                new AuthorRow(
                                        row.getString(1),
                                        row.getString(2),
                                        row.getString(3),
                                        row.getLong(4))));
    }

    @Override
    public void votes(Consumer<VoteRow> each) {
        each(
                """
                SELECT position, environment, stream_id, plan_digest, round, approver
                FROM evlog.approval_vote ORDER BY position\
                """,
                row ->
                        each.accept(
                                new VoteRow(
                                        row.getLong(1),
                                        row.getString(2),
                                        row.getString(3),
                                        row.getString(4),
                                        row.getLong(5),
                                        row.getString(6))));
    }

    @Override
    public void nodes(Consumer<NodeRow> each) {
        each(
                "SELECT level, idx, hash FROM evlog.merkle_node ORDER BY (idx + 1) << level, level",
                row -> each.accept(new NodeRow(row.getInt(1), row.getLong(2), row.getBytes(3))));
    }

    private void each(String sql, Reading reading, Object... parameters) {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setFetchSize(ROWS_AT_ONCE);
            for (int i = 0; i < parameters.length; i++) {
                statement.setObject(i + 1, parameters[i]);
            }
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    reading.of(rows);
                }
            }
        } catch (SQLException error) {
            throw Trouble.reading(error);
        }
    }

    private static Instant instant(ResultSet row, int column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }

    @Override
    public void close() {
        try (connection) {
            connection.rollback();
        } catch (SQLException error) {
            throw Trouble.reading(error);
        }
    }
}
