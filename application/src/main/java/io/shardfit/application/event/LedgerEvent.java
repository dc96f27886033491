package io.shardfit.application.event;

import io.shardfit.application.document.Json;
import io.shardfit.application.ledger.NewEvent;

/// Everything that the ledger can hold. The name of the record is the published type; its members
/// are only ever added to, with a new schema version.
public sealed interface LedgerEvent
        permits PlanEvent,
                ApprovalEvent,
                EnvironmentEvent,
                RuleSetEvent,
                DirectoryEvent,
                LogContinued {
    /// What this program writes, and the newest that it reads.
    int SCHEMA_VERSION = 1;

    /// {@return the members, as they are stored}
    Json.Fields data();

    default NewEvent toNewEvent() {
        return new NewEvent(getClass().getSimpleName(), SCHEMA_VERSION, data());
    }
}
