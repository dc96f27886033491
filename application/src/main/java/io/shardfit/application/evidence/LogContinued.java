package io.shardfit.application.evidence;

import io.shardfit.application.document.Json;
import io.shardfit.application.ledger.Checkpoint;
import io.shardfit.application.ledger.Entry;
import io.shardfit.application.ledger.NewEvent;

/// The first event of a new origin: it says which log came before, and by that log's own signature
/// how far it went. Entries between this event and that size are lost, on the record.
///
/// @param origin of the log from here on
/// @param note the last checkpoint that anyone has of the log before
public record LogContinued(String origin, String note) {
    public static final String TYPE = "LogContinued";
    private static final int SCHEMA_VERSION = 1;

    NewEvent event() {
        return new NewEvent(
                TYPE,
                SCHEMA_VERSION,
                Json.fields().with("origin", origin).with("lastCheckpoint", note).build());
    }

    static LogContinued of(Entry entry) {
        return new LogContinued(text(entry, "origin"), text(entry, "lastCheckpoint"));
    }

    private static String text(Entry entry, String key) {
        if (entry.data().members().get(key) instanceof Json.Text(String value)) {
            return value;
        }
        throw new IllegalArgumentException(
                "position %d: a %s names its %s".formatted(entry.position(), TYPE, key));
    }

    /// {@return what the log before last said of itself}
    Checkpoint before() {
        return CheckpointNote.read(SignedNote.read(note));
    }
}
