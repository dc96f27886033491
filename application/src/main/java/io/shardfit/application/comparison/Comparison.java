package io.shardfit.application.comparison;

import io.shardfit.application.CheckedPlan;
import io.shardfit.application.measurement.Measurement;
import io.shardfit.domain.quantity.Derivation;
import io.shardfit.domain.quantity.Share;
import java.util.List;
import java.util.Optional;

/// A plan beside what a run printed.
///
/// @param capacity tokens that the plan needs and the engine has, when it printed them
/// @param leftOut what was measured and cannot be compared
/// @param notes what a reader should know of the files and units
/// @param tolerance by which a measurement may miss the interval
public record Comparison(
        CheckedPlan plan,
        List<Row> rows,
        List<Capacity> capacity,
        List<LeftOut> leftOut,
        List<String> notes,
        Share tolerance) {
    public Comparison {
        rows = List.copyOf(rows);
        capacity = List.copyOf(capacity);
        leftOut = List.copyOf(leftOut);
        notes = List.copyOf(notes);
    }

    /// Tokens of the cache: what the plan holds at once and what the engine has room for.
    ///
    /// @param predicted what the plan says of that room, when it names an engine
    public record Capacity(
            long needed, Measurement measured, long tokens, Optional<Room> predicted) {
        public boolean suffices() {
            return needed <= tokens;
        }
    }

    /// Tokens that the plan expects to find room for.
    ///
    /// @param standing where the measured tokens lie
    public record Room(
            Derivation low, Derivation expected, Derivation high, Row.Standing standing) {}

    /// A measurement without a counterpart in the plan.
    public record LeftOut(Measurement measured, String reason) {}

    /// {@return whether nothing at all could be compared}
    public boolean isEmpty() {
        return rows.isEmpty() && capacity.isEmpty();
    }

    public boolean agrees() {
        return rows.stream().allMatch(row -> row.standing() == Row.Standing.WITHIN)
                && capacity.stream().allMatch(Capacity::suffices)
                && capacity.stream()
                        .flatMap(one -> one.predicted().stream())
                        .allMatch(room -> room.standing() == Row.Standing.WITHIN);
    }
}
