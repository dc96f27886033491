package io.shardfit.application.event;

import io.shardfit.application.document.Json;

/// The first event of a new origin: it says which log came before, and by that log's own signature
/// how far it went. Entries between this event and that size are lost, on the record.
///
/// @param origin of the log from here on
/// @param note the last checkpoint that anyone has of the log before, whole
public record LogContinued(String origin, String note) implements LedgerEvent {
    @Override
    public Json.Fields data() {
        return Json.fields().with("origin", origin).with("lastCheckpoint", note).build();
    }

    static LogContinued of(Data data) {
        return new LogContinued(data.text("origin"), data.text("lastCheckpoint"));
    }
}
