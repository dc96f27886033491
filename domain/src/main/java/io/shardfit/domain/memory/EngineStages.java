package io.shardfit.domain.memory;

import io.shardfit.domain.plan.DeploymentPlan;
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
            int more = stage < stages - 1 && stage >= stages - 1 - layers % stages ? 1 : 0;
            int to = from + layers / stages + more;
            boolean last = stage == stages - 1;
            ranges.add(
                    new Range(
                            new StageLayers(
                                    stage,
                                    plan.model().stack().between(from, to),
                                    stage == 0,
                                    last,
                                    last ? plan.model().additions().multiTokenPredictionLayers() : 0),
                            from,
                            to));
            from = to;
        }
        return List.copyOf(ranges);
    }
}
