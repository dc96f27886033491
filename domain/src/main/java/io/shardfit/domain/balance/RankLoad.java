package io.shardfit.domain.balance;

import io.shardfit.domain.quantity.Derivation;
import io.shardfit.domain.quantity.Ratio;
import java.util.Objects;
import java.util.function.Supplier;

/// What one expert-parallel rank holds and does.
///
/// @param rank the expert-parallel rank, from 0
/// @param slots routed experts of a layer on it, replicas counted
/// @param overMean tokens routed to it over the mean of all ranks, rounded up to millionths
/// @param arithmetic the arithmetic of `overMean`, made when asked for: a search asks for none
public record RankLoad(int rank, int slots, Ratio overMean, Supplier<Derivation> arithmetic) {
    public RankLoad(int rank, int slots, Ratio overMean, Derivation how) {
        this(rank, slots, overMean, () -> how);
    }

    /// {@return the arithmetic of `overMean`}
    public Derivation how() {
        return arithmetic.get();
    }

    boolean isCoveredBy(RankLoad other) {
        return other.slots >= slots && other.overMean.isAtLeast(overMean);
    }

    /// The same amounts are the same load, however they are explained.
    @Override
    public boolean equals(Object other) {
        return other instanceof RankLoad load
                && load.rank == rank
                && load.slots == slots
                && load.overMean.equals(overMean);
    }

    @Override
    public int hashCode() {
        return Objects.hash(rank, slots, overMean);
    }
}
