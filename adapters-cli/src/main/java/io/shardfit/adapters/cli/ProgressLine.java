package io.shardfit.adapters.cli;

import io.shardfit.domain.quantity.Count;
import java.util.concurrent.atomic.AtomicLong;

/// A count on the error stream while a search takes longer than a blink. Nothing is shown where the
/// error stream is no terminal; the launcher knows, Java does not.
final class ProgressLine implements AutoCloseable {
    private static final long FIRST_AFTER = 300_000_000L;
    private static final long THEN_EVERY = 100_000_000L;
    private static final String CLEAR = "\r\u001B[K";

    private final boolean shown;
    private final AtomicLong next = new AtomicLong(System.nanoTime() + FIRST_AFTER);
    private final AtomicLong lines = new AtomicLong();

    ProgressLine(boolean shown) {
        this.shown = shown;
    }

    static ProgressLine ofProcess() {
        return new ProgressLine(Boolean.getBoolean("shardfit.stderr.terminal"));
    }

    /// Called from any thread; one of them prints.
    void update(long candidates) {
        long now = System.nanoTime();
        long due = next.get();
        if (shown && now - due >= 0 && next.compareAndSet(due, now + THEN_EVERY)) {
            lines.incrementAndGet();
            System.err.print(CLEAR + "searched " + new Count(candidates) + " candidates ...");
            System.err.flush();
        }
    }

    @Override
    public void close() {
        if (lines.get() > 0) {
            System.err.print(CLEAR);
            System.err.flush();
        }
    }
}
