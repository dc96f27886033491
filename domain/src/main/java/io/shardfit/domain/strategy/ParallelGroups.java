package io.shardfit.domain.strategy;

/// What the degrees of a strategy come to under one convention: how many GPUs, and how many ranks
/// share or repeat each kind of state.
///
/// @param worldSize GPUs in all
/// @param replicas ranks that work on different sequences; they divide the global batch
/// @param denseShards ranks that hold the same non-expert weights and may shard their states (data
///   × context parallel, without copies)
/// @param expertShards ranks that hold the same routed experts and may shard their states (expert
///   data parallel, EDP, without copies)
/// @param expert ranks over which the experts of a layer are dealt
/// @param expertTensor ranks that split each expert
/// @param copies sets of shards that repeat each other (HSDP)
/// @param cacheShards ranks that split the cached tokens of a sequence
/// @param tensor ranks that split each kind of matrix
public record ParallelGroups(
        int worldSize,
        int replicas,
        int denseShards,
        int expertShards,
        int expert,
        int expertTensor,
        int copies,
        int cacheShards,
        TensorRanks tensor) {

    /// Groups without copies, a split cache or an attention of its own.
    static ParallelGroups plain(
            ParallelStrategy s,
            int worldSize,
            int replicas,
            int denseShards,
            int expertShards,
            int expertTensor) {
        return new ParallelGroups(
                worldSize,
                replicas,
                denseShards,
                expertShards,
                s.expert(),
                expertTensor,
                1,
                1,
                TensorRanks.all(s.tensor()));
    }
}
