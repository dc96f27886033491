package io.shardfit.application.evidence;

import io.shardfit.application.format.EntryFormat;
import io.shardfit.application.ledger.Checkpoint;
import io.shardfit.application.ledger.StreamId;
import io.shardfit.application.port.EntryTable.EntryRow;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Where a log says that it continues another, collected while it is read.
final class Continuations {
    private record Continuation(long position, LogContinued event) {}

    private final List<Continuation> all = new ArrayList<>();

    void read(EntryRow row) {
        if (row.stream().equals(StreamId.origin().text())) {
            LogContinued event = LogContinued.of(EntryFormat.read(row.entry()));
            all.add(new Continuation(row.position(), event));
        }
    }

    /// {@return whether a checkpoint is of what is known to be lost, no further than the record
    /// says}
    boolean gaveUp(Checkpoint checkpoint) {
        return all.stream().anyMatch(one -> gaveUp(one, checkpoint));
    }

    private static boolean gaveUp(Continuation one, Checkpoint checkpoint) {
        Checkpoint before = one.event().before();
        return checkpoint.origin().equals(before.origin())
                && checkpoint.size() >= one.position()
                && checkpoint.size() <= before.size();
    }

    /// {@return the origin that the log has last given itself}
    Optional<String> origin() {
        return all.isEmpty() ? Optional.empty() : Optional.of(all.getLast().event().origin());
    }
}
