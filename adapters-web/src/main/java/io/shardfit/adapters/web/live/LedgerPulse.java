package io.shardfit.adapters.web.live;

import io.shardfit.application.ledger.LedgerHealth;

/// Asks the ledger how it does.
@FunctionalInterface
public interface LedgerPulse {
    LedgerHealth health();
}
