package io.shardfit.domain.strategy;

import io.shardfit.domain.architecture.ModelArchitecture;

/// Which layers lie on which pipeline stage: contiguous and in order, dealt to stages × virtual
/// stages in turn, the first ones holding one more when the count does not divide. Layers are
/// counted where they really lie; an average over stages would hide the heaviest one.
public record PipelineLayout(ModelArchitecture model, int stages, int virtualStages) {
    /// The layers of one stage.
    ///
    /// @param first whether the stage holds the embedding
    /// @param last whether the stage holds the head and the loss
    public record StageLayers(int stage, int dense, int mixture, boolean first, boolean last) {
        public int count() {
            return dense + mixture;
        }
    }

    public StageLayers stage(int stage) {
        int chunks = stages * virtualStages;
        int quotient = model.layers() / chunks;
        int remainder = model.layers() % chunks;
        int mixture = 0;
        int count = 0;
        for (int chunk = stage; chunk < chunks; chunk += stages) {
            int from = chunk * quotient + Math.min(chunk, remainder);
            int to = from + quotient + (chunk < remainder ? 1 : 0);
            mixture += model.feedForward().mixtureLayers(from, to);
            count += to - from;
        }
        return new StageLayers(stage, count - mixture, mixture, stage == 0, stage == stages - 1);
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
