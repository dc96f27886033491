package io.shardfit.adapters.web;

import io.shardfit.application.port.LedgerTables;

/// Opens the ledger's tables as they are at this moment; the caller closes them.
@FunctionalInterface
public interface LedgerSnapshot {
    LedgerTables open();
}
