package io.shardfit.adapters.persistence;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.shardfit.adapters.persistence.Database.Role;
import io.shardfit.application.ledger.LedgerHealth;
import io.shardfit.application.ledger.TimeOrderedIds;
import io.shardfit.application.port.Accounts;
import io.shardfit.application.port.CheckpointLog;
import io.shardfit.application.port.EventLog;
import io.shardfit.application.port.LedgerTables;
import io.shardfit.application.port.OpenLedger;
import io.shardfit.application.port.Projection;
import io.shardfit.application.port.ReadModels;
import io.shardfit.application.port.Webhooks;
import io.shardfit.migrations.Migrations;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Supplier;

/// The ledger as it is kept: in a database of its own, or in one elsewhere.
final class LedgerStore implements OpenLedger {
    /// How long a reader waits for a connection. A server of our own that was killed is back in
    /// that time; whoever asks one that is away is better told so.
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private static final int READERS = 8;
    private static final int NOTARIES = 2;

    private final EventLog events;
    private final CheckpointLog checkpoints;
    private final Supplier<LedgerTables> tables;
    private final ReadModels readModels;
    private final Projection projection;
    private final Webhooks webhooks;
    private final HealthQuery health;
    private final Accounts accounts;
    private final Runnable closing;

    private LedgerStore(
            EventLog events,
            CheckpointLog checkpoints,
            Supplier<LedgerTables> tables,
            ReadModels readModels,
            Projection projection,
            Webhooks webhooks,
            HealthQuery health,
            Accounts accounts,
            Runnable closing) {
        this.events = events;
        this.checkpoints = checkpoints;
        this.tables = tables;
        this.readModels = readModels;
        this.projection = projection;
        this.webhooks = webhooks;
        this.health = health;
        this.accounts = accounts;
        this.closing = closing;
    }

    /// @param databaseUrl `SHARDFIT_DATABASE_URL`: a JDBC URL of PostgreSQL 15 or newer
    /// @param directory for the database of this program's own, if there is no URL
    /// @throws IllegalStateException saying what to do, if it cannot be had
    public static LedgerStore open(Optional<String> databaseUrl, Path directory) {
        return databaseUrl.map(LedgerStore::external).orElseGet(() -> embedded(directory));
    }

    public static LedgerStore external(String url) {
        return on(new Database(url, Optional.empty(), Optional.empty()), () -> {});
    }

    public static LedgerStore embedded(Path directory) {
        EmbeddedDatabase server = EmbeddedDatabase.start(directory, cache());
        try {
            return on(server.database(), server::close);
        } catch (RuntimeException failed) {
            server.close();
            throw failed;
        }
    }

    static LedgerStore on(Database database, Runnable afterwards) {
        Migrations.migrate(database.source());
        HikariDataSource readers = pool(database, Role.WRITER, READERS);
        HikariDataSource notaries = pool(database, Role.NOTARY, NOTARIES);
        HealthQuery health = HealthQuery.on(database);
        PostgresEventLog events = new PostgresEventLog(readers, database, ids());
        return new LedgerStore(
                events,
                new PostgresCheckpointLog(notaries),
                () -> PostgresLedgerTables.open(notaries),
                new PostgresReadModels(new Queries(readers)),
                new PostgresProjection(readers),
                new PostgresWebhooks(new Queries(readers)),
                health,
                new PostgresAccounts(new Queries(readers)),
                () -> {
                    health.close();
                    events.close();
                    readers.close();
                    notaries.close();
                    afterwards.run();
                });
    }

    private static HikariDataSource pool(Database database, Role role, int most) {
        HikariConfig config = new HikariConfig();
        config.setDataSource(database.source());
        config.setConnectionInitSql(role.assume());
        config.setMaximumPoolSize(most);
        config.setMinimumIdle(0);
        config.setConnectionTimeout(PATIENCE.toMillis());
        config.setInitializationFailTimeout(-1);
        config.setPoolName("ledger-" + role.name());
        return new HikariDataSource(config);
    }

    static TimeOrderedIds ids() {
        return new TimeOrderedIds(InstantSource.system(), new SecureRandom());
    }

    /// Where programs keep what can be had again (XDG base directory specification).
    private static Path cache() {
        return Optional.ofNullable(System.getenv("XDG_CACHE_HOME"))
                .map(Path::of)
                .filter(Path::isAbsolute)
                .orElseGet(() -> Path.of(System.getProperty("user.home"), ".cache"))
                .resolve("shardfit");
    }

    @Override
    public EventLog events() {
        return events;
    }

    @Override
    public CheckpointLog checkpoints() {
        return checkpoints;
    }

    @Override
    public ReadModels readModels() {
        return readModels;
    }

    @Override
    public Projection projection() {
        return projection;
    }

    @Override
    public LedgerHealth health() {
        return health.ask();
    }

    @Override
    public Webhooks webhooks() {
        return webhooks;
    }

    @Override
    public Accounts accounts() {
        return accounts;
    }

    @Override
    public LedgerTables tables() {
        return tables.get();
    }

    @Override
    public void close() {
        closing.run();
    }
}
