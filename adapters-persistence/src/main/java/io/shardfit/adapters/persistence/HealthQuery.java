package io.shardfit.adapters.persistence;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.shardfit.adapters.persistence.Database.Role;
import io.shardfit.application.ledger.LedgerHealth;
import java.io.UncheckedIOException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import org.postgresql.ds.PGSimpleDataSource;

/// Asks a database how it is, on one connection of its own: whoever asks must not wait behind the
/// readers, nor longer than a probe waits.
final class HealthQuery implements AutoCloseable {
    private static final int SOCKET_SECONDS = 2;
    private static final long CONNECT_MILLIS = 2_000;
    private static final long VALID_MILLIS = 1_000;

    private static final String STATE =
            """
            SELECT head.position, signed.tree_size,
                   extract(epoch FROM clock_timestamp() - signed.created_at)::float8,
                   extract(epoch FROM clock_timestamp() - waiting.recorded_at)::float8
              FROM evlog.log_head AS head
              LEFT JOIN LATERAL (SELECT tree_size, created_at FROM evlog.checkpoint
                                  ORDER BY created_at DESC LIMIT 1) AS signed ON true
              LEFT JOIN evlog.event AS waiting ON waiting.position = coalesce(signed.tree_size, 0) + 1
             WHERE head.id = 1\
            """;

    private final HikariDataSource connection;

    private HealthQuery(HikariDataSource connection) {
        this.connection = connection;
    }

    static HealthQuery on(Database database) {
        PGSimpleDataSource source = database.source();
        source.setSocketTimeout(SOCKET_SECONDS);
        source.setConnectTimeout(SOCKET_SECONDS);
        source.setLoginTimeout(SOCKET_SECONDS);
        HikariConfig config = new HikariConfig();
        config.setDataSource(source);
        config.setConnectionInitSql(Role.NOTARY.assume());
        config.setMaximumPoolSize(1);
        config.setMinimumIdle(0);
        config.setConnectionTimeout(CONNECT_MILLIS);
        config.setValidationTimeout(VALID_MILLIS);
        config.setInitializationFailTimeout(-1);
        config.setPoolName("ledger-health");
        return new HealthQuery(new HikariDataSource(config));
    }

    LedgerHealth ask() {
        try {
            return new Queries(connection)
                    .list(STATE, HealthQuery::answering).stream()
                            .findFirst()
                            .orElseGet(() -> new LedgerHealth.Silent("the log has no head"));
        } catch (UncheckedIOException silent) {
            return new LedgerHealth.Silent(String.valueOf(silent.getMessage()));
        }
    }

    private static LedgerHealth answering(ResultSet row) throws SQLException {
        return new LedgerHealth.Answering(
                row.getLong(1), row.getLong(2), age(row, 3), age(row, 4).orElse(Duration.ZERO));
    }

    /// A clock that was put back gives no negative age.
    private static Optional<Duration> age(ResultSet row, int column) throws SQLException {
        double seconds = row.getDouble(column);
        return row.wasNull()
                ? Optional.empty()
                : Optional.of(Duration.ofMillis(Math.round(1_000 * Math.max(0, seconds))));
    }

    @Override
    public void close() {
        connection.close();
    }
}
