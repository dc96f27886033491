package io.shardfit.application.readmodel;

import io.shardfit.application.event.Recorded;
import java.time.Instant;

/// When something last happened to a deployment.
///
/// @param position in the log
/// @param type of the event
/// @param by who did it
public record LastChange(long position, Instant at, String type, String by) {
    static LastChange of(Recorded recorded) {
        return new LastChange(
                recorded.position(), recorded.at(), recorded.entry().type(), recorded.by());
    }
}
