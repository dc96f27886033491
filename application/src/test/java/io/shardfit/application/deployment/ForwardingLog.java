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

/// Another log, of which a test changes what it needs to.
abstract class ForwardingLog implements EventLog {
    private final EventLog log;

    ForwardingLog(EventLog log) {
        this.log = log;
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
        return log.document(digest);
    }

    @Override
    public int waiting() {
        return log.waiting();
    }
}
