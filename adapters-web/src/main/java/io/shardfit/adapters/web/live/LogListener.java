package io.shardfit.adapters.web.live;

import io.shardfit.application.ledger.Entry;
import java.util.List;

/// Hears of every entry once, in order, after it was committed by whichever process. What it does
/// must be short.
public interface LogListener {
    /// The entries that are told begin behind this position: what lies before is to be read now.
    default void started(long position) {}

    void appended(List<Entry> entries);

    /// The log was just looked at: there is nothing beyond this position that was not told.
    default void upToDate(long position) {}
}
