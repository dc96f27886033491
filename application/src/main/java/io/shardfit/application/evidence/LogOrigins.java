package io.shardfit.application.evidence;

import io.shardfit.application.event.LedgerEvents;
import io.shardfit.application.event.LogContinued;
import io.shardfit.application.ledger.StreamId;
import io.shardfit.application.port.EventLog;
import java.util.ArrayList;
import java.util.List;

/// The origins that a log has had, the first first, as its own entries say.
///
/// @param names at least one
/// @param earlierKeys the public keys of all but the last
public record LogOrigins(List<String> names, List<VerifyingKey> earlierKeys) {
    public LogOrigins {
        names = List.copyOf(names);
        earlierKeys = List.copyOf(earlierKeys);
    }

    /// @param given the origin of a log that was never continued; any of its origins otherwise
    /// @throws IllegalArgumentException if the log is of other origins
    public static LogOrigins of(EventLog log, String given) {
        List<String> names = new ArrayList<>();
        List<VerifyingKey> keys = new ArrayList<>();
        log.stream(StreamId.origin()).stream()
                .map(LedgerEvents::read)
                .filter(LogContinued.class::isInstance)
                .map(LogContinued.class::cast)
                .forEach(event -> {
                    VerifyingKey key = new VerifyingKey(event.key());
                    if (names.isEmpty()) {
                        names.add(key.name());
                    }
                    names.add(event.origin());
                    keys.add(key);
                });
        if (names.isEmpty()) {
            names.add(given);
        }
        if (!names.contains(given)) {
            throw new IllegalArgumentException(
                    "this log is %s (once %s), not %s: say so with --origin"
                            .formatted(names.getLast(), names.getFirst(), given));
        }
        return new LogOrigins(names, keys);
    }

    /// {@return under which the log is signed now}
    public String current() {
        return names.getLast();
    }

    public boolean isFirst() {
        return names.size() == 1;
    }
}
