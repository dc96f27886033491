package io.shardfit.application.ledger;

import java.time.Instant;
import java.util.Optional;

/// The end of the log.
///
/// @param position of the last entry; 0 for an empty log
public record Head(long position, Optional<Instant> recordedAt) {
    public static final Head EMPTY = new Head(0, Optional.empty());
}
