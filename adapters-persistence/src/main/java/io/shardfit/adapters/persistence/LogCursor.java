package io.shardfit.adapters.persistence;

import io.shardfit.application.event.LedgerEvents;
import io.shardfit.application.event.Recorded;
import io.shardfit.application.format.EntryFormat;
import io.shardfit.application.ledger.Entry;
import io.shardfit.application.ledger.StreamId;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Reads entries for projections, from their bytes, inside the transaction of a connection.
record LogCursor(Connection connection) {
    private static final int ROWS_AT_ONCE = 2_000;
    private static final int PAGE = 1_000;

    /// Takes a deployment with all its events so far.
    @FunctionalInterface
    interface Projecting {
        void of(String deployment, List<Recorded> events) throws SQLException;
    }

    List<Entry> after(long position, int limit) throws SQLException {
        return list(
                "SELECT entry FROM evlog.event WHERE position > ? ORDER BY position LIMIT ?",
                position,
                limit);
    }

    long head() throws SQLException {
        try (PreparedStatement statement =
                        connection.prepareStatement("SELECT position FROM evlog.log_head");
                ResultSet row = statement.executeQuery()) {
            return row.next() ? row.getLong(1) : 0;
        }
    }

    /// {@return the next entries of a stream; fewer than a page only at its end}
    List<Entry> stream(StreamId stream, long version, long upTo) throws SQLException {
        return list(
                """
                SELECT entry FROM evlog.event
                WHERE stream_id = ? AND stream_version > ? AND position <= ?
                ORDER BY stream_version LIMIT ?\
                """,
                stream.text(),
                version,
                upTo,
                PAGE);
    }

    private List<Entry> list(String sql, Object... parameters) throws SQLException {
        try (PreparedStatement statement = prepared(sql, parameters);
                ResultSet rows = statement.executeQuery()) {
            List<Entry> entries = new ArrayList<>();
            while (rows.next()) {
                entries.add(EntryFormat.read(rows.getBytes(1)));
            }
            return entries;
        }
    }

    /// All deployments that there were at a position.
    ///
    /// @throws io.shardfit.application.event.UnreadableEvent at any entry that cannot be read
    void eachDeployment(long upTo, Projecting projecting) throws SQLException {
        each(
                "SELECT entry FROM evlog.event WHERE position <= ? ORDER BY stream_id, stream_version",
                projecting,
                upTo);
    }

    /// These deployments as they were at a position.
    void eachOf(Iterable<String> deployments, long upTo, Projecting projecting)
            throws SQLException {
        List<String> streams = new ArrayList<>();
        deployments.forEach(name -> streams.add(StreamId.deployment(name).text()));
        each(
                """
                SELECT entry FROM evlog.event WHERE stream_id = ANY (?) AND position <= ?
                ORDER BY stream_id, stream_version\
                """,
                projecting,
                connection.createArrayOf("text", streams.toArray()),
                upTo);
    }

    private void each(String sql, Projecting projecting, Object... parameters) throws SQLException {
        Optional<StreamId> open = Optional.empty();
        List<Recorded> events = new ArrayList<>();
        try (PreparedStatement statement = prepared(sql, parameters);
                ResultSet rows = statement.executeQuery()) {
            while (rows.next()) {
                Entry entry = EntryFormat.read(rows.getBytes(1));
                Recorded recorded = new Recorded(entry, LedgerEvents.read(entry));
                if (entry.stream().isDeployment()) {
                    if (!Optional.of(entry.stream()).equals(open)) {
                        finish(open, events, projecting);
                        open = Optional.of(entry.stream());
                    }
                    events.add(recorded);
                }
            }
        }
        finish(open, events, projecting);
    }

    private static void finish(
            Optional<StreamId> stream, List<Recorded> events, Projecting projecting)
            throws SQLException {
        if (stream.isPresent()) {
            projecting.of(stream.get().name(), List.copyOf(events));
            events.clear();
        }
    }

    private PreparedStatement prepared(String sql, Object... parameters) throws SQLException {
        PreparedStatement statement = connection.prepareStatement(sql);
        statement.setFetchSize(ROWS_AT_ONCE);
        for (int i = 0; i < parameters.length; i++) {
            statement.setObject(i + 1, parameters[i]);
        }
        return statement;
    }
}
