package io.shardfit.application.comparison;

import io.shardfit.application.measurement.Quantity;
import io.shardfit.domain.memory.MemoryPart;

/// What a part of the memory table is to somebody who measures. The one place where parts meet
/// measured amounts: a new part must say here what it is.
enum Component {
    WEIGHTS,
    GRADIENTS,
    OPTIMIZER,
    /// Dummy gradients of Transformer Engine, which stay from the first backward pass on.
    STAYS,
    /// Comes and goes within a step.
    WITHIN_A_STEP,
    CACHE,
    FORWARD_PASS,
    ALLOCATOR,
    GRAPHS,
    /// CUDA context and communicators, which PyTorch's allocator does not see.
    RUNTIME;

    static Component of(MemoryPart part) {
        return switch (part) {
            case WEIGHTS, EXPERT_WEIGHTS, ABSORBED_PROJECTIONS, ROTARY_TABLE, DRAFT_MODEL ->
                    WEIGHTS;
            case GRADIENTS, EXPERT_GRADIENTS -> GRADIENTS;
            case OPTIMIZER_STATES, EXPERT_OPTIMIZER_STATES -> OPTIMIZER;
            case WEIGHT_GRADIENT_CACHE, WORKSPACES, GATHER_BUFFER, DISPATCH_BUFFER -> STAYS;
            case GATHERED_WEIGHTS,
                    ACTIVATIONS,
                    TRANSIENT,
                    PREDICTION_LOSS,
                    INPUT_GRADIENT,
                    STAGE_BUFFERS,
                    STEP_BUFFERS ->
                    WITHIN_A_STEP;
            case KEY_VALUE_CACHE, STATE_CACHE -> CACHE;
            case WORKING_SET, FORWARD_PASS, SAMPLER, EXPERT_WORKSPACE, KEPT_BUFFERS, ENCODER ->
                    FORWARD_PASS;
            case CUDA_GRAPHS -> GRAPHS;
            case ALLOCATOR_SLACK -> ALLOCATOR;
            case ENGINE_LIBRARIES, CUDA_CONTEXT, COMMUNICATORS -> RUNTIME;
        };
    }

    /// {@return whether the measured quantity holds the part; what an engine took for its cache is
    /// put in the place of the plan's cache}
    static boolean covers(Quantity quantity, MemoryPart part) {
        Component component = of(part);
        return switch (quantity) {
            case ALLOCATED_PEAK -> part.isAllocated();
            case RESERVED_PEAK -> part.isAllocated() || component == ALLOCATOR;
            case DEVICE_USED -> true;
            case HELD_BETWEEN_STEPS ->
                    component == WEIGHTS
                            || component == GRADIENTS
                            || component == OPTIMIZER
                            || component == STAYS;
            case WEIGHTS -> component == WEIGHTS;
            case FORWARD_PEAK -> component == FORWARD_PASS;
            case OUTSIDE_ALLOCATOR -> component == RUNTIME;
            case CACHE_ROOM -> component != CACHE;
            case CACHE_PER_TOKEN -> component == CACHE;
            case CUDA_GRAPHS -> component == GRAPHS;
            case CACHE_TAKEN,
                    CACHE_TOKENS,
                    CACHE_BLOCKS,
                    ENGINE_BUDGET,
                    DEVICE_TOTAL,
                    ALLOCATED_NOW,
                    RESERVED_NOW,
                    OWN_ESTIMATE ->
                    false;
        };
    }
}
