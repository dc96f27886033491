package io.shardfit.application.port;

import java.nio.file.Path;
import java.util.Optional;

/// Opens ledgers. The command line finds it by {@link java.util.ServiceLoader}, so that commands
/// that judge files load no database driver.
public interface Ledgers {
    /// @param databaseUrl a JDBC URL of PostgreSQL 15 or newer
    /// @param directory of a database of its own, if there is no URL; made if it is not there
    /// @throws IllegalStateException saying what to do, if it cannot be had
    OpenLedger open(Optional<String> databaseUrl, Path directory);
}
