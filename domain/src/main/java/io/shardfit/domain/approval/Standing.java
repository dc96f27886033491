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
