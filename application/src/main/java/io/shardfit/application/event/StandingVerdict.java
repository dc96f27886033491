package io.shardfit.application.event;

import io.shardfit.application.event.PlanEvent.VerdictComputed;
import io.shardfit.application.event.PlanEvent.VerdictSuperseded;
import java.time.Instant;
import java.util.Optional;

/// The newest verdict on a plan under one margin.
public record StandingVerdict(long position, Instant at, RecordedVerdict verdict) {
    /// {@return the verdict that the event gives, if it gives one}
    public static Optional<StandingVerdict> of(Recorded recorded) {
        return switch (recorded.event()) {
            case VerdictComputed(RecordedVerdict verdict) ->
                    Optional.of(new StandingVerdict(recorded.position(), recorded.at(), verdict));
            case VerdictSuperseded superseded ->
                    Optional.of(
                            new StandingVerdict(
                                    recorded.position(), recorded.at(), superseded.verdict()));
            case LedgerEvent _ -> Optional.empty();
        };
    }
}
