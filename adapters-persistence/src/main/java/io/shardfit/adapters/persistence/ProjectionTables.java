package io.shardfit.adapters.persistence;

import io.shardfit.application.readmodel.DeploymentModel;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/// Which generation of read models is read, and how far each one is.
final class ProjectionTables {
    private static final String NOTHING = "the tables of the projection are empty";

    private ProjectionTables() {}

    /// @param codeVersion {@link DeploymentModel#VERSION} of the program that made the rows
    record Progress(int codeVersion, long position) {}

    /// {@return the generation that is read; nobody else projects into it until the transaction
    /// ends}
    static int hold(Connection connection) throws SQLException {
        return (int)
                number(connection, "SELECT generation FROM shardfit_read.projection FOR UPDATE");
    }

    static Progress progress(Connection connection, int generation) throws SQLException {
        try (PreparedStatement statement =
                prepared(
                        connection,
                        "SELECT code_version, position FROM shardfit_read.projection_progress WHERE generation = ?",
                        generation)) {
            try (ResultSet row = statement.executeQuery()) {
                if (!row.next()) {
                    throw new IllegalStateException("no generation %d".formatted(generation));
                }
                return new Progress(row.getInt(1), row.getLong(2));
            }
        }
    }

    static void moveTo(Connection connection, int generation, long position) throws SQLException {
        update(
                connection,
                "UPDATE shardfit_read.projection_progress SET position = ? WHERE generation = ?",
                position,
                generation);
    }

    /// What is read, and the end of the log.
    record Lag(int codeVersion, long position, long head) {}

    static Lag lag(Connection connection) throws SQLException {
        try (PreparedStatement statement =
                        connection.prepareStatement(
                                """
                                SELECT code_version, progress.position, log_head.position
                                FROM shardfit_read.projection
                                JOIN shardfit_read.projection_progress AS progress USING (generation)
                                CROSS JOIN evlog.log_head\
                                """);
                ResultSet row = statement.executeQuery()) {
            if (!row.next()) {
                throw new IllegalStateException(NOTHING);
            }
            return new Lag(row.getInt(1), row.getLong(2), row.getLong(3));
        }
    }

    /// {@return a new generation, which nobody reads yet}
    static int begin(Connection connection) throws SQLException {
        int generation =
                (int)
                        number(
                                connection,
                                "SELECT max(generation) + 1 FROM shardfit_read.projection_progress");
        update(
                connection,
                "INSERT INTO shardfit_read.projection_progress VALUES (?, ?, 0)",
                generation,
                DeploymentModel.VERSION);
        return generation;
    }

    /// From the end of the transaction on, this generation is read.
    static void read(Connection connection, int generation) throws SQLException {
        update(connection, "UPDATE shardfit_read.projection SET generation = ?", generation);
    }

    /// Deletes the generations that nobody reads.
    static int sweep(Connection connection) throws SQLException {
        int rows = 0;
        for (ReadTable table : ReadTable.values()) {
            rows += deleteUnread(connection, table.qualified());
        }
        return rows + deleteUnread(connection, "shardfit_read.projection_progress");
    }

    private static int deleteUnread(Connection connection, String table) throws SQLException {
        return update(
                connection,
                "DELETE FROM %s WHERE generation <> (SELECT generation FROM shardfit_read.projection)"
                        .formatted(table));
    }

    static void lock(Connection connection, long key) throws SQLException {
        run(connection, "SELECT pg_advisory_lock(?)", key);
    }

    static void unlock(Connection connection, long key) throws SQLException {
        run(connection, "SELECT pg_advisory_unlock(?)", key);
    }

    private static void run(Connection connection, String sql, Object... values)
            throws SQLException {
        try (PreparedStatement statement = prepared(connection, sql, values)) {
            statement.execute();
        }
    }

    private static int update(Connection connection, String sql, Object... values)
            throws SQLException {
        try (PreparedStatement statement = prepared(connection, sql, values)) {
            return statement.executeUpdate();
        }
    }

    private static long number(Connection connection, String sql) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql);
                ResultSet row = statement.executeQuery()) {
            if (!row.next()) {
                throw new IllegalStateException(NOTHING);
            }
            return row.getLong(1);
        }
    }

    private static PreparedStatement prepared(Connection connection, String sql, Object... values)
            throws SQLException {
        PreparedStatement statement = connection.prepareStatement(sql);
        for (int i = 0; i < values.length; i++) {
            statement.setObject(i + 1, values[i]);
        }
        return statement;
    }
}
