package io.shardfit.domain.verdict.rule;

import io.shardfit.domain.plan.DeploymentPlan;
import io.shardfit.domain.verdict.Finding;
import io.shardfit.domain.verdict.ShapeRule;
import io.shardfit.domain.verdict.StrategyFinding.LayersDoNotDivide;
import java.util.List;

/// Every stage holds at least one layer; where the framework insists, all hold as many
/// (NVIDIA/Megatron-LM@d98e8a6 megatron/training/arguments.py:969-998).
public final class LayersDivideOverPipelineStages implements ShapeRule {
    private static final String STAGES =
            "megatron-core says: \"Number of layers should be divisible by the pipeline-model-parallel"
                    + " size\"";
    private static final String CHUNKS =
            "megatron-core says: \"number of layers per pipeline stage must be divisible number of"
                    + " layers per virtual pipeline stage\"";

    @Override
    public List<Finding> check(DeploymentPlan plan) {
        int layers = plan.model().layers();
        int stages = plan.strategy().pipeline();
        long chunks = (long) stages * plan.strategy().virtualStages();
        boolean even = plan.convention().demandsEvenSplits();
        if (even && layers % stages != 0) {
            return refused(layers, stages, "pipeline stages", STAGES);
        }
        if (even && layers % chunks != 0) {
            return refused(layers, chunks, "virtual pipeline stages", CHUNKS);
        }
        return chunks > layers
                ? refused(layers, chunks, "pipeline stages", "a stage would hold no layer")
                : List.of();
    }

    private static List<Finding> refused(int layers, long parts, String what, String reason) {
        return List.of(
                new LayersDoNotDivide(
                        layers, (int) Math.min(parts, Integer.MAX_VALUE), what, reason));
    }
}
