package io.shardfit.application.ledger;

import java.util.List;

/// Events for the end of one stream. Without events it only demands the version, so that a decision
/// holds on what it read elsewhere.
public record StreamAppend(StreamId stream, ExpectedVersion expected, List<NewEvent> events) {
    public StreamAppend {
        events = List.copyOf(events);
    }

    public static StreamAppend demand(StreamId stream, ExpectedVersion expected) {
        return new StreamAppend(stream, expected, List.of());
    }
}
