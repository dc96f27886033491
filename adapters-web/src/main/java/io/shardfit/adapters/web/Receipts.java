package io.shardfit.adapters.web;

import io.shardfit.application.ledger.AppendOutcome;
import io.shardfit.application.ledger.AppendOutcome.Appended;
import io.shardfit.application.ledger.Command;
import io.shardfit.application.ledger.Digest;
import io.shardfit.application.ledger.Document;
import io.shardfit.application.ledger.Entry;
import io.shardfit.application.ledger.Head;
import io.shardfit.application.ledger.StreamId;
import io.shardfit.application.port.EventLog;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;

/// The log, which also tells whoever waits for a command what became of it there. A use case
/// answers the same whether its command was carried out now or before; a client may want to know.
public final class Receipts implements EventLog {
    private static final ScopedValue<Receipt> WAITING = ScopedValue.newInstance();

    private final EventLog log;

    public Receipts(EventLog log) {
        this.log = log;
    }

    /// What the log answered to one command.
    public static final class Receipt {
        private final UUID command;
        private Optional<Appended> appended = Optional.empty();

        public Receipt(UUID command) {
            this.command = command;
        }

        /// {@return where its events lie; empty if it wrote none}
        public Optional<Appended> appended() {
            return appended;
        }

        /// {@return whether an earlier sending of it wrote them}
        public boolean isReplayed() {
            return appended.map(Appended::replayed).orElse(false);
        }
    }

    /// {@return what the work gives; it appends on this thread}
    public static <T> T waiting(Receipt receipt, Supplier<T> work) {
        return ScopedValue.where(WAITING, receipt).call(work::get);
    }

    @Override
    public AppendOutcome append(Command command) {
        AppendOutcome outcome = log.append(command);
        if (WAITING.isBound()
                && outcome instanceof Appended appended
                && WAITING.get().command.equals(command.id())) {
            WAITING.get().appended = Optional.of(appended);
        }
        return outcome;
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
