package io.shardfit.adapters.persistence;

import io.shardfit.application.ledger.StreamId;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;

/// What must be known of a log to extend it.
///
/// @param position of its last entry
/// @param now the time of the next entries: never earlier than the last one's
/// @param done those of the commands at hand that it took before
/// @param versions of the streams at hand; one that is missing does not exist
/// @param correlations of the causes at hand, by event
record Tail(
        long position,
        Instant now,
        Map<CommandKey, Done> done,
        Map<StreamId, Long> versions,
        Map<UUID, UUID> correlations) {}
