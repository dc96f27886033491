package io.shardfit.domain.workload;

import java.util.Locale;

/// What the backward pass computes again instead of keeping (Korthikanti et al., arXiv 2205.05198),
/// from the least to the most recomputation.
public enum ActivationRecomputation {
    NONE,
    /// Core attention only.
    SELECTIVE,
    /// Every layer keeps its input alone.
    FULL;

    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
