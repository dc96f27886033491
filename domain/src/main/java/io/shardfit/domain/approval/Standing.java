package io.shardfit.domain.approval;

import java.time.Instant;
import java.util.Locale;

/// How a deployment stands in an environment at one instant.
public sealed interface Standing {
    /// Nobody asked.
    record NotRequested() implements Standing {}

    /// Some of the needed approvals are given.
    record Pending(int given, int needed) implements Standing {}

    /// It may run, up to but not at `until`.
    record Effective(Instant until) implements Standing {}

    /// It may run, but a corrected rule no longer allows it: at `until` it ends.
    record AtRisk(Instant until) implements Standing {}

    /// What the approval rested on does not hold.
    record Suspended(Instant since) implements Standing {}

    record Expired(Instant since) implements Standing {}

    record Rejected(Instant since) implements Standing {}

    record Revoked(Instant since) implements Standing {}

    /// Another plan took the place of the approved one.
    record Void(Instant since) implements Standing {}

    record Archived(Instant since) implements Standing {}

    /// {@return whether the plan may run}
    default boolean isEffective() {
        return this instanceof Effective || this instanceof AtRisk;
    }

    /// {@return whether a round that stands so stays so for ever}
    default boolean isOver() {
        return switch (this) {
            case NotRequested _, Pending _, Effective _, AtRisk _ -> false;
            case Suspended _, Expired _, Rejected _, Revoked _, Void _, Archived _ -> true;
        };
    }

    /// {@return how it stands and what may be done about it, as a sentence}
    default String sentence() {
        return switch (this) {
            case NotRequested _ -> "nobody asked for approval: an author of the plan asks first";
            case Pending(int given, int needed) ->
                    "a request waits with %d of %d approvals: approve, reject or revoke it"
                            .formatted(given, needed);
            case Effective(Instant until) ->
                    "it is approved until %s and needs nothing more; a revocation ends that at once"
                            .formatted(second(until));
            case AtRisk(Instant until) ->
                    "its approval ends at %s, because a corrected rule no longer allows it: ask for approval again"
                            .formatted(second(until));
            case Suspended(Instant since) ->
                    "its approval is suspended since %s, because what it rested on does not hold: ask for approval again"
                            .formatted(second(since));
            case Expired(Instant since) ->
                    "its approval ended at %s: ask for approval again".formatted(second(since));
            case Rejected(Instant since) ->
                    "the request was rejected at %s: see why, then ask for approval again"
                            .formatted(second(since));
            case Revoked(Instant since) ->
                    "the approval was revoked at %s: see why, then ask for approval again"
                            .formatted(second(since));
            case Void(Instant since) ->
                    "another plan took the place of this one at %s: ask for approval of that"
                            .formatted(second(since));
            case Archived(Instant since) ->
                    "the deployment is archived since %s: use another".formatted(second(since));
        };
    }

    private static Instant second(Instant instant) {
        return Instant.ofEpochSecond(instant.getEpochSecond());
    }

    /// {@return in one word, for data}
    default String word() {
        return switch (this) {
            case NotRequested _ -> "NOT_REQUESTED";
            case AtRisk _ -> "AT_RISK";
            case Pending _,
                    Effective _,
                    Suspended _,
                    Expired _,
                    Rejected _,
                    Revoked _,
                    Void _,
                    Archived _ ->
                    getClass().getSimpleName().toUpperCase(Locale.ROOT);
        };
    }
}
