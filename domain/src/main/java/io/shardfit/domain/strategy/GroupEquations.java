package io.shardfit.domain.strategy;

/// How a convention arrives at its groups, in the symbols of {@link Degree} and `ETP`: what {@link
/// ParallelGroups} counts, written so that a reader can count it again.
///
/// @param attention ranks that split the heads
/// @param dense ranks that split dense blocks
public record GroupEquations(
        String replicas,
        String denseShards,
        String expertShards,
        String expert,
        String expertTensor,
        String attention,
        String dense,
        String cacheShards) {

    /// Equations of a convention that splits all matrices alike and no cache.
    static GroupEquations plain(
            String replicas, String denseShards, String expertShards, String expertTensor) {
        return new GroupEquations(
                replicas, denseShards, expertShards, "EP", expertTensor, "TP", "TP", "1");
    }
}
