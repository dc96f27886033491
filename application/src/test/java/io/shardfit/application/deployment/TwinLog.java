package io.shardfit.application.deployment;

import io.shardfit.application.ledger.Entry;
import io.shardfit.application.ledger.StreamId;
import io.shardfit.application.port.EventLog;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/// A log in which something happens right after a stream was read for the first time.
final class TwinLog extends ForwardingLog {
    private final Runnable twin;
    private final AtomicBoolean done = new AtomicBoolean();

    /// @param twin what happens; on the log below
    TwinLog(EventLog log, Runnable twin) {
        super(log);
        this.twin = twin;
    }

    @Override
    public List<Entry> stream(StreamId stream) {
        List<Entry> read = List.copyOf(super.stream(stream));
        if (!done.getAndSet(true)) {
            twin.run();
        }
        return read;
    }
}
