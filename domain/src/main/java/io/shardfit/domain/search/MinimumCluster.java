package io.shardfit.domain.search;

import java.util.Optional;

/// The smallest cluster on which a candidate is READY, and what was found on the next smaller one.
///
/// @param sizes how many sizes were tried
/// @param most GPUs of the largest size that was tried
/// @param smallest empty when no size passes
/// @param before the size before it, or the largest when none passes
public record MinimumCluster(int sizes, int most, Optional<Step> smallest, Optional<Step> before) {
    /// One size of cluster.
    public record Step(int gpus, Found found) {}
}
