package io.shardfit.adapters.persistence;

import io.shardfit.application.ledger.AppendOutcome;
import io.shardfit.application.ledger.AppendOutcome.Refused;
import io.shardfit.application.ledger.Command;
import io.shardfit.application.ledger.TimeOrderedIds;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/// Writes what many threads append as few transactions: while one commits, the next batch gathers.
/// The head row lets only one writer in at a time, of all programs, so one per program is enough.
final class BatchingWriter implements AutoCloseable {
    private static final int MOST_WAITING = 10_000;
    private static final int MOST_COMMANDS = 1_000;
    private static final long MOST_BYTES = 1 << 20;

    /// A quarter of a small heap.
    private static final long MOST_BYTES_WAITING =
            Math.min(64L << 20, Runtime.getRuntime().maxMemory() / 4);

    private static final long LOOK_UP_MILLIS = 100;

    /// About what a commit takes on a fast disk.
    private static final long LINGER_NANOS = 500_000;

    private static final long LINGER_STEP_NANOS = 30_000;
    private static final String CLOSED = "the log is closed";

    private final BlockingQueue<Pending> waiting;

    /// How many bytes more may wait.
    private final AtomicLong room;

    private final TimeOrderedIds ids;
    private final Transactions transactions;
    private final Thread thread;
    private volatile boolean closed;

    BatchingWriter(Database database, TimeOrderedIds ids) {
        this(database, ids, MOST_WAITING, MOST_BYTES_WAITING);
    }

    BatchingWriter(Database database, TimeOrderedIds ids, int mostWaiting, long mostBytesWaiting) {
        this.waiting = new ArrayBlockingQueue<>(mostWaiting);
        this.room = new AtomicLong(mostBytesWaiting);
        this.ids = ids;
        this.transactions = new Transactions(database, () -> closed);
        this.thread = Thread.ofPlatform().name("ledger-writer").daemon().start(this::run);
    }

    AppendOutcome append(Command command) {
        Pending pending = Pending.of(command, ids);
        if (closed) {
            pending.unavailable(CLOSED);
        } else if (!enqueue(pending)) {
            pending.unavailable("%d commands wait already".formatted(waiting.size()));
        } else if (closed && waiting.remove(pending)) {
            pending.unavailable(CLOSED);
        }
        return pending.outcome().join();
    }

    int waiting() {
        return waiting.size();
    }

    /// {@return what was written here last}
    LastWritten written() {
        return transactions.written();
    }

    /// A command that is larger than all the room there is waits alone.
    private boolean enqueue(Pending pending) {
        boolean fits = room.addAndGet(-pending.weight()) >= 0 || waiting.isEmpty();
        if (fits && waiting.offer(pending)) {
            return true;
        }
        room.addAndGet(pending.weight());
        return false;
    }

    private void run() {
        while (!closed) {
            List<Pending> batch = gather();
            try {
                settle(batch);
                linger(batch.size());
            } catch (RuntimeException | Error fault) {
                batch.forEach(pending -> pending.outcome().completeExceptionally(fault));
                transactions.close();
            }
        }
        transactions.close();
        List<Pending> late = new ArrayList<>();
        waiting.drainTo(late);
        late.forEach(pending -> pending.unavailable(CLOSED));
    }

    /// Waits for nobody: the commit before was the time to come.
    private List<Pending> gather() {
        List<Pending> batch = new ArrayList<>();
        try {
            Pending next = waiting.poll(LOOK_UP_MILLIS, TimeUnit.MILLISECONDS);
            long weight = 0;
            while (next != null) {
                batch.add(next);
                weight += next.weight();
                room.addAndGet(next.weight());
                Pending after = waiting.peek();
                boolean fits =
                        after != null
                                && batch.size() < MOST_COMMANDS
                                && weight + after.weight() <= MOST_BYTES;
                next = fits ? waiting.poll() : null;
            }
        } catch (InterruptedException _) {
            closed = true;
        }
        return batch;
    }

    /// Whoever was just answered often has more to say. Without this, those who came during the
    /// last commit and those whom it answered would take turns for ever, in batches of half the
    /// size and at twice the cost.
    private void linger(int answered) {
        int before = waiting.size();
        if (before >= answered) {
            return;
        }
        long end = System.nanoTime() + LINGER_NANOS;
        while (waiting.size() < before + answered && System.nanoTime() < end && !closed) {
            LockSupport.parkNanos(LINGER_STEP_NANOS);
        }
    }

    /// What the database will not have together is tried one by one: only the culprit fails.
    private void settle(List<Pending> batch) {
        if (batch.isEmpty()) {
            return;
        }
        try {
            List<AppendOutcome> outcomes =
                    transactions.run(batch.stream().map(Pending::command).toList());
            for (int i = 0; i < batch.size(); i++) {
                batch.get(i).outcome().complete(outcomes.get(i));
            }
        } catch (SQLException error) {
            if (Trouble.of(error) != Trouble.REFUSED) {
                batch.forEach(pending -> pending.unavailable(Trouble.reason(error)));
            } else if (batch.size() == 1) {
                batch.getFirst().outcome().complete(new Refused(Trouble.reason(error)));
            } else {
                batch.forEach(pending -> settle(List.of(pending)));
            }
        }
    }

    /// Finishes the batch at hand; whoever still waits learns that nothing was written.
    @Override
    public void close() {
        closed = true;
        try {
            thread.join();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
