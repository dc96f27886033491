package io.shardfit.adapters.persistence;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// Rows on their way into the read models, with the deployments and environments whose rows they
/// are: all of them.
final class ReadRows {
    private final Map<ReadTable, List<List<Optional<String>>>> rows =
            new EnumMap<>(ReadTable.class);
    private final Set<String> deployments = new TreeSet<>();
    private final Set<String> environments = new TreeSet<>();

    void deployment(String name) {
        deployments.add(name);
    }

    void environment(String name) {
        environments.add(name);
    }

    Set<String> deployments() {
        return Set.copyOf(deployments);
    }

    /// {@return of how many deployments}
    int size() {
        return deployments.size();
    }

    void add(ReadTable table, List<Optional<String>> row) {
        if (row.size() != table.width()) {
            throw new IllegalArgumentException("%s has %d columns".formatted(table, table.width()));
        }
        rows.computeIfAbsent(table, _ -> new ArrayList<>()).add(row);
    }

    /// Puts them where nothing of theirs is.
    void insert(Connection connection, int generation) throws SQLException {
        for (ReadTable table : rows.keySet()) {
            put(connection, table, table.insert(), generation);
        }
    }

    /// Makes them the only ones of their owners.
    void replace(Connection connection, int generation) throws SQLException {
        for (ReadTable table : ReadTable.values()) {
            Set<String> owners = table.isOfDeployments() ? deployments : environments;
            if (!owners.isEmpty()) {
                deleteOthers(connection, table, generation, owners);
            }
            if (rows.containsKey(table)) {
                put(connection, table, table.upsert(), generation);
            }
        }
    }

    private void deleteOthers(
            Connection connection, ReadTable table, int generation, Set<String> owners)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(table.deleteOthers())) {
            statement.setInt(1, generation);
            statement.setArray(2, connection.createArrayOf("text", owners.toArray()));
            bind(statement, table, table.keyWidth(), 3);
            statement.executeUpdate();
        }
    }

    private void put(Connection connection, ReadTable table, String sql, int generation)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setInt(1, generation);
            bind(statement, table, table.width(), 2);
            statement.executeUpdate();
        }
    }

    private void bind(PreparedStatement statement, ReadTable table, int columns, int first)
            throws SQLException {
        List<List<Optional<String>>> all = rows.getOrDefault(table, List.of());
        for (int column = 0; column < columns; column++) {
            Object[] values = new Object[all.size()];
            for (int row = 0; row < values.length; row++) {
                Optional<String> value = all.get(row).get(column);
                if (value.isPresent()) {
                    values[row] = value.get();
                }
            }
            statement.setArray(
                    first + column, statement.getConnection().createArrayOf("text", values));
        }
    }
}
