package io.shardfit.domain.approval;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// What happens to an approval when a corrected rule no longer allows the plan.
public sealed interface OnCorrection {
    /// It is suspended at once.
    record Strict() implements OnCorrection {}

    /// It is at risk for a while, then suspended.
    record Grace(Duration duration) implements OnCorrection {
        public Grace {
            if (!duration.isPositive()) {
                throw new IllegalArgumentException("grace lasts a while, got " + duration);
            }
        }
    }

    /// {@return when an approval that was found at risk is suspended; empty for at once}
    default Optional<Instant> deadline(Instant found) {
        return switch (this) {
            case Strict _ -> Optional.empty();
            case Grace(Duration duration) -> Optional.of(found.plus(duration));
        };
    }
}
