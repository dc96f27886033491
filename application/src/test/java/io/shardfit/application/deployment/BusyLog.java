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

/// A log on which somebody else is faster once: before the first append of an event of a type, they
/// do theirs.
record BusyLog(EventLog log, String type, Runnable rival, AtomicBoolean done) implements EventLog {
    BusyLog(EventLog log, String type, Runnable rival) {
        this(log, type, rival, new AtomicBoolean());
    }

    @Override
    public AppendOutcome append(Command command) {
        boolean awaited =
                command.appends().stream()
                        .flatMap(append -> append.events().stream())
                        .anyMatch(event -> event.type().equals(type));
        if (awaited && !done.getAndSet(true)) {
            rival.run();
        }
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
}
