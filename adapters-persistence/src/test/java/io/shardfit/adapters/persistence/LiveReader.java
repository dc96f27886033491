package io.shardfit.adapters.persistence;

import io.shardfit.application.ledger.Entry;
import io.shardfit.application.port.EventLog;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/// Reads a log while it grows, the simplest way: what lies beyond the last that was seen?
final class LiveReader {
    private static final int PAGE = 50;

    private LiveReader() {}

    /// {@return all it saw, to the end of a log that no longer grows}
    static List<Entry> follow(EventLog log, AtomicBoolean growing) {
        List<Entry> seen = new ArrayList<>();
        boolean complete = false;
        while (!complete) {
            boolean ended = !growing.get();
            long last = seen.isEmpty() ? 0 : seen.getLast().position();
            List<Entry> page = log.after(last, PAGE);
            seen.addAll(page);
            complete = ended && page.isEmpty();
            Thread.onSpinWait();
        }
        return seen;
    }
}
