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
import java.util.concurrent.atomic.AtomicLong;

/// A log that counts how often a document was read.
record CountingLog(EventLog log, AtomicLong read) implements EventLog {
    CountingLog(EventLog log) {
        this(log, new AtomicLong());
    }

    long documents() {
        return read.get();
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
    public List<Entry> stream(StreamId stream) {
        return log.stream(stream);
    }

    @Override
    public Head head() {
        return log.head();
    }

    @Override
    public Optional<Document> document(Digest digest) {
        read.incrementAndGet();
        return log.document(digest);
    }
}
