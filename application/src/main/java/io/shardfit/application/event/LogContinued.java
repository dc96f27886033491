package io.shardfit.application.event;

import io.shardfit.application.document.Json;

/// The first event of a new origin: it says which log came before, and by that log's own signature
/// how far it went. Entries between this event and that size are lost, on the record.
///
/// @param origin of the log from here on
/// @param note the last checkpoint that anyone has of the log before, whole
/// @param key the public key that signed that note, as `name+keyid+base64`
/// @param reason why the loss is accepted
public record LogContinued(String origin, String note, String key, String reason)
        implements LedgerEvent {
    @Override
    public Json.Fields data() {
        return Json.fields()
                .with("origin", origin)
                .with("lastCheckpoint", note)
                .with("lastKey", key)
                .with("reason", reason)
                .build();
    }

    static LogContinued of(Data data) {
        return new LogContinued(
                data.text("origin"),
                data.text("lastCheckpoint"),
                data.text("lastKey"),
                data.text("reason"));
    }
}
