package io.shardfit.domain.strategy;

/// Where a rank sits: stages are the outermost axis of the rank order, so stage `p` is the block of
/// ranks from `p × W ÷ PP` (NVIDIA/Megatron-LM@d98e8a6 parallel_state.py, order tp-cp-ep-dp-pp).
public record RankLayout(int worldSize, int stages) {
    public int ranksPerStage() {
        return Math.max(1, worldSize / stages);
    }

    /// {@return the first rank of a stage}
    public int firstRankOf(int stage) {
        return stage * ranksPerStage();
    }
}
