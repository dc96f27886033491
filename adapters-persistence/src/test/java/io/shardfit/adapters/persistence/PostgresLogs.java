package io.shardfit.adapters.persistence;

import io.shardfit.application.port.EventLog;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;

/// Logs on one server, each in a database of its own: nothing in a log can be deleted.
record PostgresLogs(Database server) {
    private static final AtomicInteger NUMBER = new AtomicInteger();
    private static final Pattern NAME = Pattern.compile("/[^/?]+(\\?|$)");

    OneLog empty() {
        String name =
                "log_%d_%d".formatted(ProcessHandle.current().pid(), NUMBER.incrementAndGet());
        execute(server, "CREATE DATABASE " + name);
        String url = NAME.matcher(server.url()).replaceFirst("/" + name + "$1");
        return new OneLog(new Database(url, server.user(), server.password()));
    }

    static void execute(Database database, String sql) {
        try (Connection connection = database.source().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException failed) {
            throw new AssertionError(sql, failed);
        }
    }

    static final class OneLog implements LogUnderTest {
        final Database database;
        private final List<LedgerStore> opened = new ArrayList<>();

        OneLog(Database database) {
            this.database = database;
        }

        LedgerStore store() {
            LedgerStore store = LedgerStore.on(database, () -> {});
            opened.add(store);
            return store;
        }

        @Override
        public EventLog open() {
            return store().events();
        }

        @Override
        public void close() {
            opened.forEach(LedgerStore::close);
        }
    }
}
