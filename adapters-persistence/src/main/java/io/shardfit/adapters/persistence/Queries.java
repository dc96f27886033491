package io.shardfit.adapters.persistence;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;

/// Statements with parameters, of which an optional text may be absent. A database that does not
/// answer is an {@link UncheckedIOException}.
record Queries(DataSource connections) {
    /// Reads one row.
    @FunctionalInterface
    interface Reading<T> {
        T of(ResultSet row) throws SQLException;
    }

    /// {@return all rows, in order}
    <T> List<T> list(String sql, Reading<T> reading, Object... parameters) {
        try (Connection connection = connections.getConnection();
                PreparedStatement statement = prepared(connection, sql, parameters);
                ResultSet rows = statement.executeQuery()) {
            List<T> read = new ArrayList<>();
            while (rows.next()) {
                read.add(reading.of(rows));
            }
            return List.copyOf(read);
        } catch (SQLException error) {
            throw failed(error);
        }
    }

    /// {@return how many rows it touched}
    int update(String sql, Object... parameters) {
        try (Connection connection = connections.getConnection();
                PreparedStatement statement = prepared(connection, sql, parameters)) {
            return statement.executeUpdate();
        } catch (SQLException error) {
            throw failed(error);
        }
    }

    private static PreparedStatement prepared(Connection connection, String sql, Object... values)
            throws SQLException {
        PreparedStatement statement = connection.prepareStatement(sql);
        for (int i = 0; i < values.length; i++) {
            if (values[i] instanceof Optional<?> text) {
                statement.setString(i + 1, text.map(Object::toString).orElse(null));
            } else {
                statement.setObject(i + 1, values[i]);
            }
        }
        return statement;
    }

    static UncheckedIOException failed(SQLException error) {
        return new UncheckedIOException(
                new IOException("the database did not answer: " + Trouble.reason(error), error));
    }
}
