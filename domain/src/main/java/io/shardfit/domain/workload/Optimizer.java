package io.shardfit.domain.workload;

import java.util.Locale;

/// The optimizer and the bytes it keeps per parameter beside the master weight.
public enum Optimizer {
    /// Two fp32 moments (Kingma and Ba, arXiv 1412.6980; Rajbhandari et al., arXiv 1910.02054
    /// §3.1).
    ADAMW(8),
    /// Two 8-bit moments (Dettmers et al., arXiv 2110.02861); block scales of 1 in 2048 not
    /// counted.
    ADAMW_8BIT(2),
    /// One fp32 momentum.
    SGD_MOMENTUM(4),
    /// No state.
    SGD(0);

    private final int momentBytes;

    Optimizer(int momentBytes) {
        this.momentBytes = momentBytes;
    }

    public int momentBytes() {
        return momentBytes;
    }

    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
