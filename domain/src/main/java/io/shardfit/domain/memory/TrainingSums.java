package io.shardfit.domain.memory;

import io.shardfit.domain.plan.DeploymentPlan;
import io.shardfit.domain.workload.Workload.Training;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// What many strategies of one training job on one model share.
final class TrainingSums {
    private final Map<KeptKey, LayerKept> kept = new HashMap<>();
    private final Map<PartsKey, List<MemoryPart>> parts = new HashMap<>();

    /// All that kept tensors depend on.
    private record KeptKey(int tensor, int norms, int context, int expertTensor, long routed) {}

    /// All that the parts of the job depend on.
    private record PartsKey(boolean normsAreSplit, boolean staged, boolean exchanges) {}

    LayerKept kept(SavedTable table) {
        LayerShapes shapes = table.shapes();
        return kept.computeIfAbsent(
                new KeptKey(
                        shapes.tensor(),
                        shapes.strategy().normShards(),
                        shapes.strategy().context(),
                        shapes.plan().groups().expertTensor(),
                        shapes.routed()),
                _ -> LayerKept.of(table));
    }

    List<MemoryPart> parts(DeploymentPlan plan, Training training, TrainingRuntime runtime) {
        return parts.computeIfAbsent(
                new PartsKey(
                        plan.strategy().normShards() > 1,
                        plan.strategy().pipeline() > 1,
                        plan.groups().expert() > 1),
                _ -> TrainingParts.of(plan, training, runtime));
    }
}
