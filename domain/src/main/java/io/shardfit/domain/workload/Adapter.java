package io.shardfit.domain.workload;

import java.util.Set;

/// Low-rank adapters (LoRA, Hu et al., arXiv 2106.09685): the weights are frozen and beside each
/// adapted matrix of `rows × columns` two of `rank × columns` and `rows × rank` are trained.
///
/// @param frozenBits bits of a frozen weight of a linear layer: 16, 8, or 4 with the scales of NF4
///   (QLoRA, arXiv 2305.14314)
public record Adapter(int rank, Set<Target> targets, int frozenBits) {
    /// A matrix beside which an adapter stands.
    public enum Target {
        QUERY,
        KEY,
        VALUE,
        OUTPUT,
        MLP
    }

    public Adapter {
        if (rank < 1) {
            throw new IllegalArgumentException("rank must be at least 1, got " + rank);
        }
        targets = Set.copyOf(targets);
    }
}
