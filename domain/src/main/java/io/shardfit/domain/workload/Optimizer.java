package io.shardfit.domain.workload;

import io.shardfit.domain.quantity.Precision;
import java.util.Locale;

/// The optimizer and what it keeps per parameter beside the master weight.
public enum Optimizer {
    /// Two moments (Kingma and Ba, arXiv 1412.6980; Rajbhandari et al., arXiv 1910.02054 §3.1).
    ADAMW(2),
    /// Two 8-bit moments (Dettmers et al., arXiv 2110.02861); block scales of 1 in 2048 not
    /// counted.
    ADAMW_8BIT(2),
    /// One momentum for matrices, AdamW for embeddings, head and norms (Jordan et al. 2024, arXiv
    /// 2502.16982).
    MUON(1),
    /// Row and column sums in place of the second moment, no first (Shazeer and Stern, arXiv
    /// 1804.04235); the sums, about a thousandth, are not counted.
    ADAFACTOR(0),
    /// One momentum.
    SGD_MOMENTUM(1),
    /// No state.
    SGD(0);

    private final int moments;

    Optimizer(int moments) {
        this.moments = moments;
    }

    /// {@return bytes of the moments of one element of a matrix}
    ///
    /// @param format what a moment is stored in, where the optimizer leaves it open
    public int momentBytes(Precision format) {
        return moments * (this == ADAMW_8BIT ? 1 : format.bits() / 8);
    }

    /// {@return bytes of the moments of one element of embedding, head or norm}
    public int tableMomentBytes(Precision format) {
        return this == MUON ? ADAMW.momentBytes(format) : momentBytes(format);
    }

    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
