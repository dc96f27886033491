package io.shardfit.application.ledger;

import io.shardfit.application.document.Json;

/// An event before the log has given it a place and a time.
///
/// @param schemaVersion of `data`, from 1; an older one stays readable for ever
/// @param data text, flags, lists, members and integers up to 2^53 - 1; no other numbers
public record NewEvent(String type, int schemaVersion, Json.Fields data) {
    public NewEvent {
        if (schemaVersion < 1) {
            throw new IllegalArgumentException("schema versions start at 1");
        }
    }
}
