package io.shardfit.application.port;

/// A ledger, open until it is closed.
public interface OpenLedger extends AutoCloseable {
    EventLog events();

    CheckpointLog checkpoints();

    /// {@return all that is stored, as it is at this moment; the caller closes it}
    LedgerTables tables();

    @Override
    void close();
}
