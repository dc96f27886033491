package io.shardfit.domain.strategy;

import io.shardfit.domain.architecture.LayerCounts;
import io.shardfit.domain.architecture.ModelArchitecture;

/// Which layers lie on which pipeline stage: contiguous and in order, dealt to stages × virtual
/// stages in turn, the first ones holding one more when the count does not divide. Layers are
/// counted where they really lie; an average over stages would hide the heaviest one.
public record PipelineLayout(ModelArchitecture model, int stages, int virtualStages) {
    /// The layers of one stage.
    ///
    /// @param first whether the stage holds the embedding
    /// @param last whether the stage holds the head and the loss
    /// @param predictors multi-token-prediction layers on the stage
    public record StageLayers(
            int stage, LayerCounts counts, boolean first, boolean last, int predictors) {
        /// Plain transformer layers.
        public StageLayers(int stage, int dense, int mixture, boolean first, boolean last) {
            this(stage, LayerCounts.plain(dense, mixture), first, last, 0);
        }

        public int count() {
            return counts.layers();
        }

        public int dense() {
            return counts.dense();
        }

        public int mixture() {
            return counts.mixture();
        }
    }

    public StageLayers stage(int stage) {
        int chunks = stages * virtualStages;
        int quotient = model.layers() / chunks;
        int remainder = model.layers() % chunks;
        LayerCounts counts = chunk(stage, quotient, remainder);
        for (int chunk = stage + stages; chunk < chunks; chunk += stages) {
            counts = counts.plus(chunk(chunk, quotient, remainder));
        }
        boolean last = stage == stages - 1;
        return new StageLayers(
                stage,
                counts,
                stage == 0,
                last,
                last ? model.additions().multiTokenPredictionLayers() : 0);
    }

    private LayerCounts chunk(int chunk, int quotient, int remainder) {
        int from = chunk * quotient + Math.min(chunk, remainder);
        int to = from + quotient + (chunk < remainder ? 1 : 0);
        return model.stack().between(from, to);
    }

    /// {@return the most micro-batches × chunks whose activations a stage holds at once}
    ///
    /// 1F1B: `min(n, PP − p)`. Interleaved: `2·(PP − p − 1) + (v − 1)·PP + 1` warm-up chunks, at
    /// most `n·v` (NVIDIA/Megatron-LM@d98e8a6
    /// megatron/core/pipeline_parallel/schedules.py:953-976).
    public int chunksInFlight(int stage, int microBatches) {
        int chunks =
                virtualStages == 1
                        ? stages - stage
                        : 2 * (stages - stage - 1) + (virtualStages - 1) * stages + 1;
        return (int) Math.min((long) microBatches * virtualStages, chunks);
    }
}
