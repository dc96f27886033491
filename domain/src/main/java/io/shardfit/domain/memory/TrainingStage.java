package io.shardfit.domain.memory;

import io.shardfit.domain.strategy.PipelineLayout.StageLayers;

/// One stage of a training job: what several of its parts need is computed once.
///
/// @param activations bytes kept for the backward pass by the micro-batches in flight
record TrainingStage(
        TrainingMemory memory, StageLayers layers, TrainingStatesOnRank states, long activations)
        implements StageParts {
    static TrainingStage of(TrainingMemory memory, StageLayers layers) {
        return new TrainingStage(
                memory, layers, memory.states(layers), memory.activationBytes(layers));
    }

    @Override
    public long bytes(MemoryPart part) {
        return switch (part) {
            case WEIGHTS -> states.weights();
            case EXPERT_WEIGHTS -> states.expertWeights();
            case GATHERED_WEIGHTS -> memory.surroundings().gathered(layers);
            case GRADIENTS -> states.gradients();
            case EXPERT_GRADIENTS -> states.expertGradients();
            case OPTIMIZER_STATES -> states.optimizer();
            case EXPERT_OPTIMIZER_STATES -> states.expertOptimizer();
            case ACTIVATIONS -> activations;
            case TRANSIENT -> StagePeaks.largest(this).bytes();
            case PREDICTION_LOSS -> memory.surroundings().predictionLoss(layers);
            case WEIGHT_GRADIENT_CACHE ->
                    Math.multiplyExact(
                            memory.cache().elements(layers),
                            (long) memory.training().states().weightBytes());
            case WORKSPACES -> memory.surroundings().workspaces(layers);
            case GATHER_BUFFER -> layers.last() ? memory.layer().table().shapes().whole() : 0;
            case INPUT_GRADIENT -> layers.first() ? 0 : memory.layer().checkpoint();
            case STAGE_BUFFERS -> memory.surroundings().stageBuffers(layers);
            case STEP_BUFFERS -> memory.surroundings().stepBuffers(layers);
            case DISPATCH_BUFFER -> layers.mixture() > 0 ? memory.everywhere().dispatchBuffer() : 0;
            case CUDA_CONTEXT -> Communicators.trainingContext().bytes();
            case COMMUNICATORS -> memory.everywhere().communicators();
            case ALLOCATOR_SLACK,
                    KEY_VALUE_CACHE,
                    WORKING_SET,
                    ABSORBED_PROJECTIONS,
                    ROTARY_TABLE,
                    DRAFT_MODEL,
                    STATE_CACHE,
                    FORWARD_PASS,
                    SAMPLER,
                    EXPERT_WORKSPACE,
                    KEPT_BUFFERS,
                    ENCODER,
                    CUDA_GRAPHS,
                    ENGINE_LIBRARIES ->
                    0;
        };
    }
}
