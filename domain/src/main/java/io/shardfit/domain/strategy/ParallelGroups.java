package io.shardfit.domain.strategy;

/// What the degrees of a strategy come to under one convention: how many GPUs, and how many ranks
/// share or repeat each kind of state.
///
/// @param worldSize GPUs in all
/// @param replicas ranks that work on different sequences; they divide the global batch
/// @param denseShards ranks that hold the same non-expert weights (data × context parallel)
/// @param expertShards ranks that hold the same routed experts (expert data parallel, EDP)
/// @param expert ranks over which the experts of a layer are dealt
/// @param expertTensor ranks that split each expert
public record ParallelGroups(
        int worldSize,
        int replicas,
        int denseShards,
        int expertShards,
        int expert,
        int expertTensor) {}
