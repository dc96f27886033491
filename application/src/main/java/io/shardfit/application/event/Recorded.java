package io.shardfit.application.event;

import io.shardfit.application.ledger.Entry;
import java.time.Instant;
import java.util.List;

/// An entry with the event that it holds.
public record Recorded(Entry entry, LedgerEvent event) {
    public static Recorded of(Entry entry) {
        return new Recorded(entry, LedgerEvents.read(entry));
    }

    public static List<Recorded> all(List<Entry> entries) {
        return entries.stream().map(Recorded::of).toList();
    }

    /// {@return what had been recorded at `instant`}
    public static List<Entry> asOf(List<Entry> entries, Instant instant) {
        return entries.stream().takeWhile(entry -> !entry.recordedAt().isAfter(instant)).toList();
    }

    public long position() {
        return entry.position();
    }

    public Instant at() {
        return entry.recordedAt();
    }

    /// {@return who did it}
    public String by() {
        return entry.actor().id();
    }
}
