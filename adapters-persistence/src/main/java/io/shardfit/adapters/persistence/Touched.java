package io.shardfit.adapters.persistence;

import io.shardfit.application.event.EnvironmentEvent.WaiverRevoked;
import io.shardfit.application.event.Recorded;
import io.shardfit.application.event.UnreadableEvent;
import io.shardfit.application.ledger.Entry;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/// Whose rows a stretch of the log changes, each by name and once. Of the entries no more than a
/// page is kept at a time, so that the stretch may be long.
final class Touched {
    private static final int PAGE = 1_000;

    final Set<String> deployments = new TreeSet<>();
    final Set<String> environments = new TreeSet<>();
    private final Connection connection;
    private final int generation;
    private final long position;
    private long upTo;

    private Touched(Connection connection, int generation, long position) {
        this.connection = connection;
        this.generation = generation;
        this.position = position;
        this.upTo = position;
    }

    /// By the entries after a position, or those of them that can be read.
    ///
    /// @throws UnreadableEvent if the first of them cannot be read
    static Touched after(Connection connection, int generation, long position, int limit)
            throws SQLException {
        Touched touched = new Touched(connection, generation, position);
        LogCursor log = new LogCursor(connection);
        long end = position + limit;
        while (touched.upTo < end
                && touched.readAll(
                        log.after(touched.upTo, (int) Math.min(PAGE, end - touched.upTo)))) {
            // there may be more
        }
        return touched;
    }

    /// {@return the position of the last entry; where it began, if there is none}
    long upTo() {
        return upTo;
    }

    /// {@return whether there were any and all of them could be read}
    private boolean readAll(List<Entry> entries) throws SQLException {
        for (Entry entry : entries) {
            try {
                add(Recorded.of(entry));
            } catch (UnreadableEvent unreadable) {
                if (upTo == position) {
                    throw unreadable;
                }
                return false;
            }
            upTo = entry.position();
        }
        return !entries.isEmpty();
    }

    private void add(Recorded recorded) throws SQLException {
        String name = recorded.entry().stream().name();
        if (recorded.entry().stream().isDeployment()) {
            deployments.add(name);
        } else if (recorded.entry().stream().isEnvironment()) {
            environments.add(name);
            if (recorded.event() instanceof WaiverRevoked revoked) {
                deployments.addAll(restingOn(name, revoked.waiver()));
            }
        }
    }

    private List<String> restingOn(String environment, String waiver) throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement(
                        """
                        SELECT DISTINCT deployment FROM shardfit_read.approval_waiver
                        WHERE generation = ? AND environment = ? AND waiver = ?\
                        """)) {
            statement.setInt(1, generation);
            statement.setString(2, environment);
            statement.setString(3, waiver);
            List<String> found = new ArrayList<>();
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    found.add(rows.getString(1));
                }
            }
            return found;
        }
    }
}
