package io.shardfit.application.deployment;

import io.shardfit.application.ledger.Digest;
import io.shardfit.application.ledger.Document;
import io.shardfit.application.port.EventLog;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/// A log that counts how often a document was read.
final class CountingLog extends ForwardingLog {
    private final AtomicLong read = new AtomicLong();

    CountingLog(EventLog log) {
        super(log);
    }

    long documents() {
        return read.get();
    }

    @Override
    public Optional<Document> document(Digest digest) {
        read.incrementAndGet();
        return super.document(digest);
    }
}
