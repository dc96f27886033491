package io.shardfit.domain.approval;

import java.time.Instant;
import java.util.Optional;

/// A time over which an approval stands the same way.
///
/// @param until the first instant beyond it; empty while nothing that is known ends it
public record Period(Instant from, Optional<Instant> until, Standing standing) {
    public boolean contains(Instant instant) {
        return !instant.isBefore(from) && until.map(instant::isBefore).orElse(true);
    }
}
