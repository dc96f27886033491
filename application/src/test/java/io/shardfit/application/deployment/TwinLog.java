package io.shardfit.application.deployment;

import io.shardfit.application.ledger.AppendOutcome;
import io.shardfit.application.ledger.Command;
import io.shardfit.application.ledger.Digest;
import io.shardfit.application.ledger.Document;
import io.shardfit.application.ledger.Entry;
import io.shardfit.application.ledger.Head;
import io.shardfit.application.ledger.StreamId;
import io.shardfit.application.port.EventLog;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/// A log in which something happens right after a stream was read for the first time.
///
/// @param twin what happens; on the log below
record TwinLog(EventLog log, Runnable twin, AtomicBoolean done) implements EventLog {
    TwinLog(EventLog log, Runnable twin) {
        this(log, twin, new AtomicBoolean());
    }

    @Override
    public List<Entry> stream(StreamId stream) {
        List<Entry> read = List.copyOf(log.stream(stream));
        if (!done.getAndSet(true)) {
            twin.run();
        }
        return read;
    }

    @Override
    public AppendOutcome append(Command command) {
        return log.append(command);
    }

    @Override
    public List<Entry> after(long position, int limit) {
        return log.after(position, limit);
    }

    @Override
    public List<byte[]> bytesAfter(long position, int limit) {
        return log.bytesAfter(position, limit);
    }

    @Override
    public Head head() {
        return log.head();
    }

    @Override
    public Optional<Document> document(Digest digest) {
        return log.document(digest);
    }
}
