package io.shardfit.adapters.persistence;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;

/// Changes one bit or one field of a row as a superuser can, without triggers and without
/// constraints, and puts back what was there.
record RandomChange(Connection superuser, Random random) {
    private static final int TRIES = 50;

    /// A column of a table of the log.
    record Column(String table, String name, String type) {
        /// {@return what `fsck` calls its rows}
        String place() {
            return switch (table) {
                case "command_log" -> "command ";
                case "log_head" -> "log_head";
                default -> table + " ";
            };
        }

        @Override
        public String toString() {
            return table + "." + name;
        }
    }

    /// Fills the one table that the program leaves empty, and takes away what would refuse.
    void prepare() throws SQLException {
        execute("SET session_replication_role = replica");
        execute("INSERT INTO evlog.merkle_node SELECT 0, position - 1, leaf_hash FROM evlog.event");
        for (String drop :
                texts(
                        """
                        SELECT format('ALTER TABLE %s DROP CONSTRAINT %I', conrelid::regclass, conname)
                          FROM pg_constraint
                         WHERE connamespace = 'evlog'::regnamespace AND contype = 'c'\
                        """)) {
            execute(drop);
        }
    }

    List<Column> columns() throws SQLException {
        List<Column> columns = new ArrayList<>();
        try (Statement statement = superuser.createStatement();
                ResultSet rows =
                        statement.executeQuery(
                                """
                                SELECT table_name, column_name, data_type
                                  FROM information_schema.columns
                                 WHERE table_schema = 'evlog' ORDER BY 1, ordinal_position\
                                """)) {
            while (rows.next()) {
                columns.add(new Column(rows.getString(1), rows.getString(2), rows.getString(3)));
            }
        }
        return columns;
    }

    /// @param check gets what the row may be called by
    void make(Column column, Consumer<List<String>> check) throws SQLException {
        String table = "evlog." + column.table();
        String row =
                texts("SELECT ctid::text FROM %s ORDER BY random() LIMIT 1".formatted(table))
                        .getFirst();
        List<String> names = names(column, row);
        execute(
                "CREATE TEMP TABLE before AS SELECT %s AS kept FROM %s WHERE ctid = '%s'"
                        .formatted(column.name(), table, row));
        String changed = change(column, row);
        names.addAll(names(column, changed));
        try {
            check.accept(names);
        } finally {
            execute(
                    "UPDATE %s SET %s = (SELECT kept FROM before) WHERE ctid = '%s'"
                            .formatted(table, column.name(), changed));
            execute("DROP TABLE before");
        }
    }

    /// {@return where the changed row lies; a change that makes a key a second time is made anew}
    private String change(Column column, String row) throws SQLException {
        for (int left = TRIES; ; left--) {
            String change =
                    "UPDATE evlog.%s SET %s = %s WHERE ctid = '%s' RETURNING ctid::text"
                            .formatted(column.table(), column.name(), other(column), row);
            try {
                return texts(change).getFirst();
            } catch (SQLException refused) {
                if (left == 0) {
                    throw new SQLException(change, refused);
                }
            }
        }
    }

    private String other(Column column) {
        int bit = random.nextInt(1 << 16);
        String name = column.name();
        return switch (column.type()) {
            case "bytea" -> flipped(name, bit);
            case "uuid" ->
                    "encode(%s, 'hex')::uuid".formatted(flipped("uuid_send(" + name + ")", bit));
            case "text" ->
                    "overlay(%1$s placing CASE substr(%1$s, %2$s, 1) WHEN 'x' THEN 'y' ELSE 'x' END from %2$s for 1)"
                            .formatted(name, "(1 + %d %% length(%s))".formatted(bit, name));
            case "integer", "bigint" -> "%s # %d".formatted(name, 1L << bit % 20);
            case "timestamp with time zone" ->
                    "%s + %d * interval '1 microsecond'".formatted(name, 1 + bit);
            default -> throw new AssertionError("no change for " + column.type());
        };
    }

    private static String flipped(String bytes, int bit) {
        String at = "(%d %% (8 * octet_length(%s)))::bigint".formatted(bit, bytes);
        return "set_bit(%1$s, %2$s, 1 - get_bit(%1$s, %2$s))".formatted(bytes, at);
    }

    private List<String> names(Column column, String row) throws SQLException {
        String key =
                switch (column.table()) {
                    case "event" -> "position::text || ' ' || (position + 1)";
                    case "command_log" -> "command_id::text";
                    case "document" -> "encode(digest, 'hex')";
                    case "checkpoint" -> "'size ' || tree_size";
                    case "log_head" -> "'log_head'";
                    case "merkle_node" -> "level || '/' || idx";
                    case "plan_author" -> "author || ' of ' || stream_id";
                    case "stream" -> "stream_id";
                    case "approval_vote" -> "position::text";
                    default -> throw new AssertionError(column.table());
                };
        String all =
                texts(
                                "SELECT %s FROM evlog.%s WHERE ctid = '%s'"
                                        .formatted(key, column.table(), row))
                        .getFirst();
        return column.table().equals("event")
                ? numbered("event ", all)
                : column.table().equals("approval_vote")
                        ? numbered("approval_vote ", all)
                        : new ArrayList<>(List.of(all));
    }

    /// With the colon behind it, so that 1 does not stand for 12.
    private static List<String> numbered(String place, String numbers) {
        List<String> names = new ArrayList<>();
        for (String number : numbers.split(" ")) {
            names.add(place + number + ":");
        }
        return names;
    }

    private void execute(String sql) throws SQLException {
        try (Statement statement = superuser.createStatement()) {
            statement.execute(sql);
        }
    }

    private List<String> texts(String sql) throws SQLException {
        List<String> texts = new ArrayList<>();
        try (Statement statement = superuser.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                texts.add(rows.getString(1));
            }
        }
        return texts;
    }
}
