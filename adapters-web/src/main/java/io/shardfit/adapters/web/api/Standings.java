package io.shardfit.adapters.web.api;

import io.shardfit.domain.approval.Standing;
import java.time.Instant;
import java.util.Optional;

/// Instants that a standing names.
public final class Standings {
    private Standings() {}

    /// {@return when it ends by itself, if it does}
    public static Optional<Instant> until(Standing standing) {
        return switch (standing) {
            case Standing.Effective(Instant until) -> Optional.of(until);
            case Standing.AtRisk(Instant until) -> Optional.of(until);
            case Standing.NotRequested _,
                    Standing.Pending _,
                    Standing.Suspended _,
                    Standing.Expired _,
                    Standing.Rejected _,
                    Standing.Revoked _,
                    Standing.Void _,
                    Standing.Archived _ ->
                    Optional.empty();
        };
    }
}
