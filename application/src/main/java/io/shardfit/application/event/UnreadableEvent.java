package io.shardfit.application.event;

import io.shardfit.application.ledger.Entry;

/// An entry that this program cannot read. Whoever folds the log stops here: to skip it would be to
/// answer wrongly.
public final class UnreadableEvent extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final long position;

    private UnreadableEvent(Entry entry, String problem) {
        super(
                "position %d, %s version %d: %s"
                        .formatted(
                                entry.position(),
                                entry.type(),
                                entry.event().schemaVersion(),
                                problem));
        this.position = entry.position();
    }

    static UnreadableEvent unknownType(Entry entry) {
        return new UnreadableEvent(
                entry, "this program does not know the event; use the version that wrote it");
    }

    static UnreadableEvent newerVersion(Entry entry) {
        return new UnreadableEvent(
                entry,
                "this program reads version %d; use the version that wrote it"
                        .formatted(LedgerEvent.SCHEMA_VERSION));
    }

    static UnreadableEvent member(Entry entry, String key, String expected) {
        return new UnreadableEvent(entry, "%s is not %s".formatted(key, expected));
    }

    static UnreadableEvent malformed(Entry entry, RuntimeException problem) {
        return new UnreadableEvent(entry, String.valueOf(problem.getMessage()));
    }

    public long position() {
        return position;
    }
}
