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
    /// @param before what the log before last said of itself
    private record Continuation(long position, String origin, Checkpoint before) {}

    private final List<Continuation> all = new ArrayList<>();

    void read(EntryRow row) {
        if (row.stream().equals(StreamId.origin().text())) {
            if (LedgerEvents.read(EntryFormat.read(row.entry()))
                    instanceof LogContinued(String origin, String note)) {
                Checkpoint before = CheckpointNote.read(SignedNote.read(note));
                all.add(new Continuation(row.position(), origin, before));
            }
        }
    }

    /// {@return whether a checkpoint is of what is known to be lost, no further than the record
    /// says}
    boolean gaveUp(Checkpoint checkpoint) {
        return all.stream().anyMatch(one -> gaveUp(one, checkpoint));
    }

    private static boolean gaveUp(Continuation one, Checkpoint checkpoint) {
        return checkpoint.origin().equals(one.before().origin())
                && checkpoint.size() >= one.position()
                && checkpoint.size() <= one.before().size();
    }

    /// {@return the origin that the log has last given itself}
    Optional<String> origin() {
        return all.isEmpty() ? Optional.empty() : Optional.of(all.getLast().origin());
    }
}
