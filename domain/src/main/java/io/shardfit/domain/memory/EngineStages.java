package io.shardfit.domain.memory;

import io.shardfit.domain.plan.DeploymentPlan;
import io.shardfit.domain.strategy.LayerPlacement;
import io.shardfit.domain.strategy.PipelineLayout;
import io.shardfit.domain.strategy.PipelineLayout.StageLayers;
import java.util.ArrayList;
import java.util.List;

/// Layers of the stages of a serving engine: in order, one more on each of the stages before the
/// last where they do not divide (vllm-project/vllm@148a5c12 vllm/distributed/utils.py,
/// get_pp_indices).
final class EngineStages {
    private EngineStages() {}

    /// A stage and its layers.
    record Range(StageLayers layers, int from, int to) {}

    static List<Range> of(DeploymentPlan plan) {
        int stages = plan.strategy().pipeline();
        int layers = plan.model().layers();
        List<Range> ranges = new ArrayList<>();
        int from = 0;
        for (int stage = 0; stage < stages; stage++) {
            boolean last = stage == stages - 1;
            int to = Math.min(layers, from + count(plan, stage));
            ranges.add(
                    new Range(
                            new StageLayers(
                                    stage,
                                    plan.model().stack().between(from, to),
                                    stage == 0,
                                    last,
                                    0),
                            from,
                            to));
            from = to;
        }
        return List.copyOf(ranges);
    }

    private static int count(DeploymentPlan plan, int stage) {
        PipelineLayout layout = plan.layout();
        if (!layout.placement().equals(LayerPlacement.EVEN)) {
            return layout.stage(stage).count();
        }
        int stages = plan.strategy().pipeline();
        int rest = plan.model().layers() % stages;
        boolean more = stage < stages - 1 && stage >= stages - 1 - rest;
        return plan.model().layers() / stages + (more ? 1 : 0);
    }
}
