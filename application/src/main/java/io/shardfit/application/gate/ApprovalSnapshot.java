package io.shardfit.application.gate;

import io.shardfit.application.ledger.Entry;
import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/// What was asked at the gate, kept in memory until the log says something else about it. It holds
/// facts, not answers: whoever reads it still asks the timeline how things stand at this instant.
///
/// It counts only while it hears from the log: after {@link #LIMIT} of silence, read the log.
public final class ApprovalSnapshot {
    /// For how long what is kept may be used without hearing from the log.
    public static final Duration LIMIT = Duration.ofSeconds(30);

    private static final int MOST = 20_000;
    private static final int TO_DROP = 2_000;

    private final Map<GateQuestion, Candidates> kept = new ConcurrentHashMap<>();
    private final Map<GateQuestion, Reading> readings = new ConcurrentHashMap<>();
    private volatile Mark mark = new Mark(0, Instant.MIN);

    /// It has heard nothing yet.
    public ApprovalSnapshot() {}

    private record Mark(long position, Instant heard) {}

    /// The log was looked at and there is nothing beyond this position that was not told.
    public void upToDate(long position, Instant now) {
        mark = new Mark(position, now);
    }

    /// {@return up to where the log was heard; nothing if that is too long ago}
    OptionalLong position(Instant now) {
        Mark last = mark;
        return last.heard().isAfter(now.minus(LIMIT))
                ? OptionalLong.of(last.position())
                : OptionalLong.empty();
    }

    /// Drops what these entries say something about. A reading that is under way may have missed
    /// them: it is used by whoever waits for it, who asked before, and not kept.
    public synchronized void appended(List<Entry> entries) {
        Changes changes = Changes.of(entries);
        if (!changes.isNothing()) {
            readings.clear();
            kept.entrySet().removeIf(one -> changes.concern(one.getKey(), one.getValue()));
        }
    }

    /// {@return what is kept, or else what `read` gives, which of many who ask at once one reads}
    Candidates of(GateQuestion question, Supplier<Candidates> read) {
        Candidates known = kept.get(question);
        if (known != null) {
            return known;
        }
        Reading mine = new Reading(read);
        Reading first = readings.putIfAbsent(question, mine);
        if (first != null) {
            return first.result();
        }
        try {
            mine.run();
            Candidates found = mine.result();
            keep(question, mine, found);
            return found;
        } finally {
            readings.remove(question, mine);
        }
    }

    private synchronized void keep(GateQuestion question, Reading reading, Candidates found) {
        if (readings.remove(question, reading)) {
            if (kept.size() >= MOST) {
                makeRoom();
            }
            kept.put(question, found);
        }
    }

    /// Whatever comes first goes: what is still asked for is read again.
    private void makeRoom() {
        Iterator<GateQuestion> some = kept.keySet().iterator();
        for (int i = 0; i < TO_DROP && some.hasNext(); i++) {
            some.next();
            some.remove();
        }
    }
}
