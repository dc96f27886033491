package io.shardfit.adapters.persistence;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/// The bytes of the newest entries of the log, as far as this process wrote them: most of what is
/// read of a busy log was written a moment ago. They are committed, and what is committed does not
/// change, so they need not be asked for.
final class LastWritten {
    private static final int MOST = 500;
    private static final long MOST_BYTES = 1 << 20;

    /// Without gaps, in order.
    private final Deque<byte[]> held = new ArrayDeque<>();

    /// Of the last one.
    private long position;

    private long size;

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
        while (held.size() > MOST || size > MOST_BYTES) {
            size -= held.removeFirst().length;
        }
    }

    /// {@return so many entries beyond a position, if all of them are held}
    synchronized Optional<List<byte[]>> after(long before, int count) {
        long skipped = before - (position - held.size());
        return count < 1 || skipped < 0 || before + count > position
                ? Optional.empty()
                : Optional.of(held.stream().skip(skipped).limit(count).toList());
    }
}
