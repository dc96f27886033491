package io.shardfit.adapters.web.live;

import io.shardfit.application.ledger.Entry;
import io.shardfit.application.port.EventLog;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;

/// The end of the log in memory, so that any number of those who follow it cost one read of an
/// entry.
@Singleton
public final class RecentEntries implements LogListener {
    private static final int MOST = 1_000;

    private final EventLog log;
    private final Lock lock = new ReentrantLock();
    private final Condition grown = lock.newCondition();
    private final Deque<byte[]> held = new ArrayDeque<>();
    private long head;

    RecentEntries(EventLog log) {
        this.log = log;
    }

    @Override
    public void started(long position) {
        lock.lock();
        try {
            head = position;
        } finally {
            lock.unlock();
        }
    }

    /// Only the follower's one thread calls it; what it tells again is left out.
    @Override
    public void appended(List<Entry> entries) {
        long last = entries.getLast().position();
        List<byte[]> bytes = log.bytesAfter(head(), (int) (last - head()));
        lock.lock();
        try {
            held.addAll(bytes);
            while (held.size() > MOST) {
                held.removeFirst();
            }
            head = last;
            grown.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /// {@return the position of the last entry}
    public long head() {
        lock.lock();
        try {
            return head;
        } finally {
            lock.unlock();
        }
    }

    /// Returns when there is an entry behind a position, or none came in time.
    public void await(long position, Duration patience) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            long nanos = patience.toNanos();
            while (head <= position && nanos > 0) {
                nanos = grown.awaitNanos(nanos);
            }
        } finally {
            lock.unlock();
        }
    }

    /// {@return the exact bytes of the entries behind a position, in order}
    public List<byte[]> after(long position, int limit) {
        lock.lock();
        try {
            if (head <= position) {
                return List.of();
            }
            long first = head - held.size() + 1;
            if (position + 1 >= first) {
                return held.stream().skip(position + 1 - first).limit(limit).toList();
            }
        } finally {
            lock.unlock();
        }
        return log.bytesAfter(position, limit);
    }
}
