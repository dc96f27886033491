package io.shardfit.domain.balance;

import io.shardfit.domain.quantity.Derivation;
import io.shardfit.domain.quantity.Ratio;

/// What one expert-parallel rank holds and does.
///
/// @param rank the expert-parallel rank, from 0
/// @param slots routed experts of a layer on it, replicas counted
/// @param overMean tokens routed to it over the mean of all ranks, rounded up to millionths
/// @param how the arithmetic of `overMean`
public record RankLoad(int rank, int slots, Ratio overMean, Derivation how) {
    boolean isCoveredBy(RankLoad other) {
        return other.slots >= slots && other.overMean.isAtLeast(overMean);
    }
}
