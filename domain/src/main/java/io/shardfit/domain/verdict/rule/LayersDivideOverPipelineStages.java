package io.shardfit.domain.verdict.rule;

import io.shardfit.domain.plan.DeploymentPlan;
import io.shardfit.domain.verdict.Finding;
import io.shardfit.domain.verdict.Finding.LayersDoNotDivide;
import io.shardfit.domain.verdict.ShapeRule;
import java.util.List;

/// Every stage holds at least one layer; where the framework insists, all hold as many
/// (NVIDIA/Megatron-LM@d98e8a6 megatron/training/arguments.py:969-998).
public final class LayersDivideOverPipelineStages implements ShapeRule {
    private static final String STAGES =
            "Number of layers should be divisible by the pipeline-model-parallel size";
    private static final String CHUNKS =
            "number of layers per pipeline stage must be divisible number of layers per virtual"
                    + " pipeline stage";

    @Override
    public List<Finding> check(DeploymentPlan plan) {
        int layers = plan.model().layers();
        int stages = plan.strategy().pipeline();
        long chunks = (long) stages * plan.strategy().virtualStages();
        if (chunks > layers) {
            return refused(layers, chunks, "a stage would hold no layer");
        }
        if (!plan.convention().demandsEvenSplits()) {
            return List.of();
        }
        if (layers % stages != 0) {
            return refused(layers, stages, STAGES);
        }
        return layers % chunks == 0 ? List.of() : refused(layers, chunks, CHUNKS);
    }

    private static List<Finding> refused(int layers, long chunks, String sentence) {
        return List.of(
                new LayersDoNotDivide(layers, (int) Math.min(chunks, Integer.MAX_VALUE), sentence));
    }
}
