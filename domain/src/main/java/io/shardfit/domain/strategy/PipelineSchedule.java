package io.shardfit.domain.strategy;

/// The order in which a pipeline works on micro-batches, which decides how many of them wait for
/// their backward pass on a stage.
public enum PipelineSchedule {
    /// One forward, one backward (PipeDream-Flush, arXiv 2006.09503).
    ONE_FORWARD_ONE_BACKWARD("1f1b"),
    /// 1F1B over several chunks per rank (arXiv 2104.04473 §2.2).
    INTERLEAVED("interleaved"),
    /// Weight gradients fill the bubble (ZB-H1, arXiv 2401.10241 §3.1).
    ZERO_BUBBLE("zero-bubble"),
    /// Two chunks per rank in V-shape (ZB-V, arXiv 2401.10241 §6): rank 0 holds both ends.
    ZERO_BUBBLE_V("zbv"),
    /// Micro-batches from both ends, each rank holding two stages (DeepSeek-V3, arXiv 2412.19437
    /// §3.2.1).
    DUALPIPE("dualpipe"),
    /// All forwards before all backwards (arXiv 1811.06965).
    GPIPE("gpipe");

    private final String word;

    PipelineSchedule(String word) {
        this.word = word;
    }

    public String word() {
        return word;
    }

    /// {@return whether every rank holds stage `p` and stage `PP − 1 − p`}
    public boolean isFolded() {
        return this == ZERO_BUBBLE_V || this == DUALPIPE;
    }
}
