package io.shardfit.adapters.web.gate;

import io.shardfit.adapters.web.live.LogListener;
import io.shardfit.application.gate.ApprovalSnapshot;
import io.shardfit.application.ledger.Entry;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.List;

/// Tells the gate what the log says, by whichever process it was written.
@Singleton
final class SnapshotListener implements LogListener {
    private final ApprovalSnapshot snapshot;
    private final InstantSource clock;

    SnapshotListener(ApprovalSnapshot snapshot, InstantSource clock) {
        this.snapshot = snapshot;
        this.clock = clock;
    }

    @Override
    public void started(long position) {
        upToDate(position);
    }

    @Override
    public void appended(List<Entry> entries) {
        snapshot.appended(entries);
    }

    @Override
    public void upToDate(long position) {
        snapshot.upToDate(position, clock.instant());
    }
}
