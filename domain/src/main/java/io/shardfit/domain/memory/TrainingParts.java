package io.shardfit.domain.memory;

import io.shardfit.domain.plan.DeploymentPlan;
import io.shardfit.domain.workload.Workload.Training;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/// Which parts a training job has.
final class TrainingParts {
    private static final Set<MemoryPart> ALWAYS =
            EnumSet.of(
                    MemoryPart.WEIGHTS,
                    MemoryPart.GRADIENTS,
                    MemoryPart.OPTIMIZER_STATES,
                    MemoryPart.ACTIVATIONS,
                    MemoryPart.TRANSIENT,
                    MemoryPart.ALLOCATOR_SLACK,
                    MemoryPart.CUDA_CONTEXT,
                    MemoryPart.COMMUNICATORS);

    private TrainingParts() {}

    static List<MemoryPart> of(DeploymentPlan plan, Training training, TrainingRuntime runtime) {
        Set<MemoryPart> parts = EnumSet.copyOf(ALWAYS);
        parts.addAll(runtime.own(plan, training));
        if (plan.model().experts().isPresent()) {
            parts.add(MemoryPart.EXPERT_WEIGHTS);
            if (training.states().adapter().isEmpty()) {
                parts.add(MemoryPart.EXPERT_GRADIENTS);
                parts.add(MemoryPart.EXPERT_OPTIMIZER_STATES);
            }
        }
        if (plan.model().additions().multiTokenPredictionLayers() > 0) {
            parts.add(MemoryPart.PREDICTION_LOSS);
        }
        return List.copyOf(parts);
    }
}
