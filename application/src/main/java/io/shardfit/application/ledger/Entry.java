package io.shardfit.application.ledger;

import io.shardfit.application.document.Json;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/// An event in the log.
///
/// @param position in the whole log, from 1, without gaps, in the order of commits
/// @param streamVersion in its stream, from 1, without gaps
/// @param recordedAt whole microseconds; never earlier than the entry before
/// @param correlation the command that all of it goes back to
public record Entry(
        long position,
        UUID eventId,
        StreamId stream,
        long streamVersion,
        Instant recordedAt,
        UUID commandId,
        Actor actor,
        Optional<UUID> causation,
        UUID correlation,
        NewEvent event) {

    public String type() {
        return event.type();
    }

    public Json.Fields data() {
        return event.data();
    }
}
