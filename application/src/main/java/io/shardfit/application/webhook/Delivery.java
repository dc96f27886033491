package io.shardfit.application.webhook;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/// One event for one subscriber.
///
/// @param id the same for every attempt, so that the receiver can tell them from two events
/// @param position of the event in the log; 0 for one that only tries the connection
/// @param attempts made so far
/// @param next when the next attempt is due
/// @param status of the last answer
/// @param problem of the last attempt, a sentence
public record Delivery(
        UUID id,
        UUID subscription,
        long position,
        String type,
        int attempts,
        Instant next,
        State state,
        Optional<Integer> status,
        Optional<String> problem) {
    /// Whether there is more to do.
    public enum State {
        PENDING,
        DELIVERED,
        FAILED
    }

    public static Delivery first(
            UUID id, UUID subscription, long position, String type, Instant at) {
        return new Delivery(
                id,
                subscription,
                position,
                type,
                0,
                at,
                State.PENDING,
                Optional.empty(),
                Optional.empty());
    }

    /// {@return this after the receiver took it}
    public Delivery delivered(int answer, Instant at) {
        return new Delivery(
                id,
                subscription,
                position,
                type,
                attempts + 1,
                at,
                State.DELIVERED,
                Optional.of(answer),
                Optional.empty());
    }

    /// {@return this after an attempt that failed}
    ///
    /// @param again when to try again; empty for never
    public Delivery failed(
            Optional<Integer> answer, String why, Instant at, Optional<Instant> again) {
        return new Delivery(
                id,
                subscription,
                position,
                type,
                attempts + 1,
                again.orElse(at),
                again.isPresent() ? State.PENDING : State.FAILED,
                answer,
                Optional.of(why));
    }
}
