package io.shardfit.application.port;

import io.shardfit.application.ledger.LedgerHealth;

/// A ledger, open until it is closed.
public interface OpenLedger extends AutoCloseable {
    EventLog events();

    CheckpointLog checkpoints();

    /// {@return all that is stored, as it is at this moment; the caller closes it}
    LedgerTables tables();

    /// {@return what a dashboard asks for; as new as {@link #projection} was last asked to make it}
    ReadModels readModels();

    Projection projection();

    /// {@return who is told elsewhere of what is recorded}
    Webhooks webhooks();

    /// {@return whether the database answers, and how far it is signed. Cheap enough to be asked
    /// every second by anybody; a database that is gone is said within five seconds, not thrown}
    LedgerHealth health();

    /// {@return what is kept of people, outside the log}
    Accounts accounts();

    @Override
    void close();
}
