package io.shardfit.application.event;

import io.shardfit.application.document.Json;

/// The first event of a log that goes on where another one was lost.
///
/// @param note the last signed checkpoint of the lost log, whole
/// @param reason what happened
public record LogContinued(String note, String reason) implements LedgerEvent {
    @Override
    public Json.Fields data() {
        return Json.fields().with("checkpointNote", note).with("reason", reason).build();
    }

    static LogContinued of(Data data) {
        return new LogContinued(data.text("checkpointNote"), data.text("reason"));
    }
}
