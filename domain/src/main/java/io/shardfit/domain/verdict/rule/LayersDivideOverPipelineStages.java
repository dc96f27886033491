package io.shardfit.domain.verdict.rule;

import io.shardfit.domain.plan.DeploymentPlan;
import io.shardfit.domain.verdict.Finding;
import io.shardfit.domain.verdict.ShapeRule;
import io.shardfit.domain.verdict.StrategyFinding.LayersDoNotDivide;
import io.shardfit.domain.verdict.framework.FrameworkWords;
import java.util.List;
import java.util.Optional;

/// Every stage holds at least one layer; where the framework insists, all hold as many.
public final class LayersDivideOverPipelineStages implements ShapeRule {
    @Override
    public List<Finding> check(DeploymentPlan plan) {
        int layers = plan.model().layers();
        int stages = plan.strategy().pipeline();
        int virtual = plan.strategy().virtualStages();
        long chunks = (long) stages * virtual;
        Optional<String> refusal =
                FrameworkWords.of(plan.convention()).layers(layers, stages, virtual);
        if (refusal.isPresent()) {
            return layers % stages == 0
                    ? refused(layers, chunks, "virtual pipeline stages", refusal.get())
                    : refused(layers, stages, "pipeline stages", refusal.get());
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
