package io.shardfit.adapters.persistence;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;

/// The bytes of the newest entries of the log, as far as this process wrote them: most of what is
/// read of a busy log was written a moment ago. They are committed, and what is committed does not
/// change, so they need not be asked for. They are held for a second: a database that is replaced
/// by a standby or a backup may lack them.
final class LastWritten {
    private static final int MOST = 500;
    private static final long MOST_BYTES = 1 << 20;
    private static final long LIFETIME_NANOS = 1_000_000_000;

    private final LongSupplier nanoTime;

    /// Without gaps, in order.
    private final Deque<byte[]> held = new ArrayDeque<>();

    /// Of the last one.
    private long position;

    private long size;
    private long added;

    LastWritten(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /// @param rows that follow each other and are committed
    synchronized void add(List<Row> rows) {
        if (position + 1 != rows.getFirst().entry().position()) {
            held.clear(); // somebody else wrote in between
            size = 0;
        }
        for (Row row : rows) {
            held.addLast(row.bytes());
            size += row.bytes().length;
        }
        position = rows.getLast().entry().position();
        added = nanoTime.getAsLong();
        while (held.size() > MOST || size > MOST_BYTES) {
            size -= held.removeFirst().length;
        }
    }

    synchronized void forget() {
        held.clear();
        size = 0;
    }

    /// {@return so many entries beyond a position, if all of them are held}
    synchronized Optional<List<byte[]>> after(long before, int count) {
        long skipped = before - (position - held.size());
        boolean old = nanoTime.getAsLong() - added > LIFETIME_NANOS;
        return old || count < 1 || skipped < 0 || before + count > position
                ? Optional.empty()
                : Optional.of(held.stream().skip(skipped).limit(count).toList());
    }
}
