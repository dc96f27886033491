package io.shardfit.adapters.persistence;

import io.shardfit.application.ledger.StreamId;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The versions of streams that one writer left behind. They are good as long as the log ends where
/// that writer ended it: a stream changes only with the log.
final class KnownVersions {
    private static final int MOST = 20_000;
    private static final long NOWHERE = -1;

    /// The one that was used longest ago comes first.
    private final LinkedHashMap<StreamId, Long> versions = new LinkedHashMap<>(16, 0.75f, true);

    /// Where the log ended.
    private long position = NOWHERE;

    /// {@return those of the streams about which nothing is known}
    List<StreamId> unknown(Collection<StreamId> streams) {
        return streams.stream().filter(stream -> !versions.containsKey(stream)).toList();
    }

    boolean hold(long end) {
        return position == end;
    }

    /// {@return what is known of the streams}
    Map<StreamId, Long> of(Collection<StreamId> streams) {
        Map<StreamId, Long> known = new HashMap<>();
        for (StreamId stream : streams) {
            if (versions.containsKey(stream)) {
                known.put(stream, versions.getOrDefault(stream, 0L));
            }
        }
        return known;
    }

    /// Whoever writes in turns with others learns nothing: it would be asked again each time.
    ///
    /// @param end where the log ends with these
    void learn(Map<StreamId, Long> newVersions, long end) {
        if (position != NOWHERE) {
            versions.putAll(newVersions);
        }
        while (versions.size() > MOST) {
            versions.pollFirstEntry();
        }
        position = end;
    }

    void forget() {
        versions.clear();
        position = NOWHERE;
    }
}
