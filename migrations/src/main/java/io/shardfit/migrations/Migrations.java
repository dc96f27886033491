package io.shardfit.migrations;

import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;

/// The schema of the ledger, and its way from one version to the next. A migration that was merged
/// never changes again: `checksums` beside the files holds them to it.
public final class Migrations {
    /// Where the files lie on the class path.
    public static final String LOCATION = "classpath:io/shardfit/migrations";

    /// Flyway keeps its book in a schema of its own: `evlog` belongs to a role that migrates
    /// nothing.
    private static final String BOOK = "evlog_migrations";

    private Migrations() {}

    /// Brings a database up to date. Several programs may do so at once: they wait for each other.
    ///
    /// @return how many migrations ran; 0 if it was up to date
    /// @throws IllegalStateException saying what to do, if the database user may not or the schema
    ///   is newer than this program
    public static int migrate(DataSource database) {
        try {
            return Flyway.configure(Migrations.class.getClassLoader())
                    .dataSource(database)
                    .loggers("slf4j")
                    .locations(LOCATION)
                    .defaultSchema(BOOK)
                    .ignoreMigrationPatterns(new String[0])
                    .cleanDisabled(true)
                    .load()
                    .migrate()
                    .migrationsExecuted;
        } catch (FlywayException refused) {
            throw new IllegalStateException(
                    "the database could not be brought up to date: " + refused.getMessage(),
                    refused);
        }
    }
}
