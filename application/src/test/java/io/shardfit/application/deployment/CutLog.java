package io.shardfit.application.deployment;

import io.shardfit.application.ledger.AppendOutcome;
import io.shardfit.application.ledger.Command;
import io.shardfit.application.ledger.Digest;
import io.shardfit.application.ledger.Document;
import io.shardfit.application.ledger.Entry;
import io.shardfit.application.ledger.Head;
import io.shardfit.application.ledger.StreamId;
import io.shardfit.application.port.EventLog;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// A log that takes nothing more from a position on, like one whose database went away.
record CutLog(EventLog log, long position) implements EventLog {
    @Override
    public AppendOutcome append(Command command) {
        return log.head().position() >= position
                ? new AppendOutcome.Unavailable("cut", Duration.ofSeconds(1))
                : log.append(command);
    }

    @Override
    public List<Entry> after(long from, int limit) {
        return log.after(from, limit);
    }

    @Override
    public List<byte[]> bytesAfter(long from, int limit) {
        return log.bytesAfter(from, limit);
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
