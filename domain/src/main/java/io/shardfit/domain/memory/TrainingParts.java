package io.shardfit.domain.memory;

import java.util.ArrayList;
import java.util.List;

/// Which parts a training job has; listed once, because a search asks for them in its inner loop.
final class TrainingParts {
    private static final List<MemoryPart> DENSE = partsOf(false, false);
    private static final List<MemoryPart> EXPERTS = partsOf(true, false);
    private static final List<MemoryPart> DENSE_GATHERED = partsOf(false, true);
    private static final List<MemoryPart> EXPERTS_GATHERED = partsOf(true, true);

    private TrainingParts() {}

    /// @param experts whether the model has routed experts
    /// @param gathered whether layers are gathered from other ranks (ZeRO 3)
    static List<MemoryPart> of(boolean experts, boolean gathered) {
        if (gathered) {
            return experts ? EXPERTS_GATHERED : DENSE_GATHERED;
        }
        return experts ? EXPERTS : DENSE;
    }

    private static List<MemoryPart> partsOf(boolean experts, boolean gathered) {
        List<MemoryPart> parts = new ArrayList<>();
        for (MemoryPart part : MemoryPart.values()) {
            boolean kept =
                    switch (part) {
                        case WEIGHTS,
                                GRADIENTS,
                                OPTIMIZER_STATES,
                                ACTIVATIONS,
                                LOGITS,
                                WEIGHT_GRADIENT_CACHE,
                                ALLOCATOR_SLACK,
                                CUDA_CONTEXT,
                                COMMUNICATORS ->
                                true;
                        case EXPERT_WEIGHTS, EXPERT_GRADIENTS, EXPERT_OPTIMIZER_STATES -> experts;
                        case GATHERED_WEIGHTS -> gathered;
                        case KEY_VALUE_CACHE,
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
                                ENGINE_LIBRARIES,
                                WORKING_SET ->
                                false;
                    };
            if (kept) {
                parts.add(part);
            }
        }
        return List.copyOf(parts);
    }
}
