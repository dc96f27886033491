package io.shardfit.domain.memory;

import io.shardfit.domain.strategy.PipelineLayout.StageLayers;

/// What one stage is expected to hold, in bytes and without an object for each part, because a
/// search adds millions.
@FunctionalInterface
interface StageParts {
    long bytes(MemoryPart part);

    static StageParts of(MemoryModel model, StageLayers stage) {
        return model instanceof TrainingMemory training
                ? training.on(stage)
                : part -> model.expected(part, stage).bytes();
    }
}
