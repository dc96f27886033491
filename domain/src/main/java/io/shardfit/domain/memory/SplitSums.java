package io.shardfit.domain.memory;

import io.shardfit.domain.architecture.WeightTable;

/// What follows from a model and from how its matrices are split.
///
/// @param plainCache dummy gradients of linear layers alone
/// @param groupedCache dummy gradients of grouped experts too
record SplitSums(
        LayerWeights weights, WeightGradientCache plainCache, WeightGradientCache groupedCache) {
    SplitSums(WeightTable table) {
        this(
                LayerWeights.of(table),
                WeightGradientCache.of(table, false),
                WeightGradientCache.of(table, true));
    }
}
