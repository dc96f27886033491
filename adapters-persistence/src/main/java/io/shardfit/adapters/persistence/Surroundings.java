package io.shardfit.adapters.persistence;

import io.shardfit.application.event.EnvironmentHistory;
import io.shardfit.application.ledger.Entry;
import io.shardfit.application.ledger.StreamId;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Environments as of a position, each read once and then only what is new in it: every refused
/// admission is an event of its environment.
final class Surroundings {
    private final Map<String, Known> known = new HashMap<>();

    private record Known(EnvironmentHistory history, long upTo) {}

    EnvironmentHistory at(LogCursor log, String name, long upTo) throws SQLException {
        Known old = known.getOrDefault(name, new Known(EnvironmentHistory.EMPTY, 0));
        if (old.upTo > upTo) {
            old = new Known(EnvironmentHistory.EMPTY, 0);
        }
        EnvironmentHistory history = old.history;
        if (old.upTo < upTo) {
            List<Entry> more = log.stream(StreamId.environment(name), history.version(), upTo);
            while (!more.isEmpty()) {
                history = history.and(more);
                more = log.stream(StreamId.environment(name), history.version(), upTo);
            }
        }
        known.put(name, new Known(history, upTo));
        return history;
    }
}
