package io.shardfit.application.evidence;

import io.shardfit.application.event.LedgerEvents;
import io.shardfit.application.event.LogContinued;
import io.shardfit.application.format.EntryFormat;
import io.shardfit.application.ledger.Checkpoint;
import io.shardfit.application.ledger.StreamId;
import io.shardfit.application.port.EntryTable.EntryRow;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Where a log says that it continues another, collected while it is read.
final class Continuations {
    private final List<Continuation> all = new ArrayList<>();

    /// @throws IllegalArgumentException if it continues a log of which it has no checkpoint
    void read(EntryRow row) {
        if (row.stream().equals(StreamId.origin().text())) {
            read(row.position(), row.entry());
        }
    }

    /// @param entry any; only those of the stream of origins count
    void read(long position, byte[] entry) {
        var read = EntryFormat.read(entry);
        if (read.stream().equals(StreamId.origin())
                && LedgerEvents.read(read) instanceof LogContinued event) {
            all.add(Continuation.at(position, event));
        }
    }

    List<Continuation> all() {
        return List.copyOf(all);
    }

    /// {@return where a checkpoint is said to be of what was lost}
    Optional<Continuation> thatGaveUp(Checkpoint checkpoint) {
        return all.stream().filter(one -> one.gaveUp(checkpoint)).findFirst();
    }

    /// {@return the origin that the log has last given itself}
    Optional<String> origin() {
        return all.isEmpty() ? Optional.empty() : Optional.of(all.getLast().origin());
    }
}
