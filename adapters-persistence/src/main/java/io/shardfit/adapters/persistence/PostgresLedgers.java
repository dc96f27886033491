package io.shardfit.adapters.persistence;

import io.shardfit.application.port.Ledgers;
import io.shardfit.application.port.OpenLedger;
import java.nio.file.Path;
import java.util.Optional;

/// What the command line finds when it asks for ledgers.
public final class PostgresLedgers implements Ledgers {
    @Override
    public OpenLedger open(Optional<String> databaseUrl, Path directory) {
        return LedgerStore.open(databaseUrl, directory);
    }
}
