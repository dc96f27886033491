package io.shardfit.application.readmodel;

import io.shardfit.domain.verdict.Readiness;
import java.time.Instant;
import java.util.Optional;

/// Which deployments to list.
///
/// @param at for which instant to say how they stand
/// @param result of the verdict under the plan's own margin; empty for all
/// @param environment where approval was asked for; empty for all
/// @param archived whether to list those that are no longer kept, too
/// @param headroomBelow bytes that the budget leaves over the most that is needed; only verdicts
///   with fewer, so none without such a number; empty for all
/// @param after the name after which the page begins; empty for the first
/// @param limit most deployments on a page
public record FleetQuestion(
        Instant at,
        Optional<Readiness> result,
        Optional<String> environment,
        boolean archived,
        Optional<Long> headroomBelow,
        Optional<String> after,
        int limit) {
    /// The question with every headroom.
    public FleetQuestion(
            Instant at,
            Optional<Readiness> result,
            Optional<String> environment,
            boolean archived,
            Optional<String> after,
            int limit) {
        this(at, result, environment, archived, Optional.empty(), after, limit);
    }

    public static FleetQuestion all(Instant at, int limit) {
        return new FleetQuestion(
                at, Optional.empty(), Optional.empty(), false, Optional.empty(), limit);
    }

    public FleetQuestion after(String name) {
        return new FleetQuestion(
                at, result, environment, archived, headroomBelow, Optional.of(name), limit);
    }

    public FleetQuestion with(Readiness wanted) {
        return new FleetQuestion(
                at, Optional.of(wanted), environment, archived, headroomBelow, after, limit);
    }

    public FleetQuestion in(String place) {
        return new FleetQuestion(
                at, result, Optional.of(place), archived, headroomBelow, after, limit);
    }

    public FleetQuestion below(long headroom) {
        return new FleetQuestion(
                at, result, environment, archived, Optional.of(headroom), after, limit);
    }
}
