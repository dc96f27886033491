package io.shardfit.domain.workload;

/// What data-parallel ranks share instead of each holding a copy (ZeRO, arXiv 1910.02054).
public enum ZeroStage {
    /// Every rank holds everything.
    NONE,
    /// Optimizer states are sharded; Megatron calls this the distributed optimizer.
    OPTIMIZER,
    /// Gradients too.
    GRADIENTS,
    /// Weights too.
    WEIGHTS;

    public boolean shardsOptimizer() {
        return this != NONE;
    }

    public boolean shardsGradients() {
        return this == GRADIENTS || this == WEIGHTS;
    }

    public boolean shardsWeights() {
        return this == WEIGHTS;
    }
}
