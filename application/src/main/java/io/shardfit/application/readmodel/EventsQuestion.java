package io.shardfit.application.readmodel;

import io.shardfit.application.ledger.Entry;
import io.shardfit.application.ledger.StreamId;
import java.time.Instant;
import java.util.Optional;

/// Which events to list. What is empty does not matter.
///
/// @param from the first instant of interest
/// @param until the first instant beyond
/// @param actor id of who did it
/// @param type of the event
/// @param stream in which it lies
/// @param before the position before which the page begins
/// @param limit most events on a page
public record EventsQuestion(
        Optional<Instant> from,
        Optional<Instant> until,
        Optional<String> actor,
        Optional<String> type,
        Optional<StreamId> stream,
        Optional<Long> before,
        int limit) {

    public static EventsQuestion all(int limit) {
        return new EventsQuestion(
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                limit);
    }

    public EventsQuestion before(long position) {
        return new EventsQuestion(from, until, actor, type, stream, Optional.of(position), limit);
    }

    /// {@return whether it is one of the events, on whatever page}
    boolean asksFor(Entry entry) {
        return from.map(instant -> !entry.recordedAt().isBefore(instant)).orElse(true)
                && until.map(entry.recordedAt()::isBefore).orElse(true)
                && actor.map(entry.actor().id()::equals).orElse(true)
                && type.map(entry.type()::equals).orElse(true)
                && stream.map(entry.stream()::equals).orElse(true);
    }
}
