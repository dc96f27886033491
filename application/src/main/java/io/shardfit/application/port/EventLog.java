package io.shardfit.application.port;

import io.shardfit.application.ledger.AppendOutcome;
import io.shardfit.application.ledger.Command;
import io.shardfit.application.ledger.Digest;
import io.shardfit.application.ledger.Document;
import io.shardfit.application.ledger.Entry;
import io.shardfit.application.ledger.Head;
import io.shardfit.application.ledger.StreamId;
import java.util.List;
import java.util.Optional;

/// One gapless log in the order of commits: whoever reads `after(last, n)` again and again misses
/// nothing and sees nothing twice. What `append` answers is durable.
public interface EventLog {
    /// Waits until the command is committed or refused. Any number of threads may append.
    AppendOutcome append(Command command);

    /// {@return at most `limit` entries beyond a position, in order}
    List<Entry> after(long position, int limit);

    /// {@return their exact bytes: what is hashed, exported and verified}
    List<byte[]> bytesAfter(long position, int limit);

    /// {@return the whole stream in order; its version is the number of entries}
    List<Entry> stream(StreamId stream);

    Head head();

    Optional<Document> document(Digest digest);

    /// {@return how many commands wait in this process for their turn; none, where nobody waits}
    default int waiting() {
        return 0;
    }
}
