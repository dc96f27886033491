package io.shardfit.domain.verdict.rule;

import io.shardfit.domain.plan.DeploymentPlan;
import io.shardfit.domain.strategy.LayerPlacement;
import io.shardfit.domain.strategy.LayerPlacement.Chunks;
import io.shardfit.domain.strategy.LayerPlacement.Custom;
import io.shardfit.domain.strategy.LayerPlacement.Custom.Piece;
import io.shardfit.domain.strategy.LayerPlacement.Ends;
import io.shardfit.domain.strategy.LayerPlacement.Even;
import io.shardfit.domain.strategy.LayerPlacement.Listed;
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
        LayerPlacement placement = plan.strategy().pipelineSplit().placement();
        return switch (placement) {
            case Even even -> dealt(plan, even);
            case Ends ends -> ends(plan, ends);
            case Listed listed -> listed(plan, listed);
            case Custom custom -> custom(plan, custom);
        };
    }

    /// Embedding and loss may stand for a layer each.
    private static List<Finding> dealt(DeploymentPlan plan, Even even) {
        int layers =
                plan.model().layers()
                        + (even.embeddingCounts() ? 1 : 0)
                        + (even.lossCounts() ? 1 : 0);
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

    /// NVIDIA/Megatron-LM@d98e8a6 megatron/core/transformer/transformer_config.py: the layers left
    /// for the stages between divide over them, and each stage's over its chunks.
    private static List<Finding> ends(DeploymentPlan plan, Ends ends) {
        int stages = plan.strategy().pipeline();
        int virtual = plan.strategy().virtualStages();
        Chunks chunks = new Chunks(stages, virtual, plan.model().layers());
        int left = ends.middleLayers(chunks);
        int between = ends.middleStages(stages);
        boolean whole =
                between == 0 ? left == 0 : left > 0 && left % ((long) between * virtual) == 0;
        boolean endsWhole =
                ends.first().orElse(0) % virtual == 0 && ends.last().orElse(0) % virtual == 0;
        return whole && endsWhole && between >= 0
                ? List.of()
                : refused(
                        Math.max(0, left),
                        Math.max(1, between),
                        "stages between the given ends",
                        "what is left must divide over the other stages and their chunks");
    }

    private static List<Finding> listed(DeploymentPlan plan, Listed listed) {
        int named = listed.layers().orElseThrow();
        boolean matches =
                named == plan.model().layers()
                        && listed.perStage().size() == plan.strategy().pipeline()
                        && listed.perStage().stream()
                                .allMatch(n -> n % plan.strategy().virtualStages() == 0);
        return matches
                ? List.of()
                : refused(
                        plan.model().layers(),
                        plan.strategy().pipeline(),
                        "listed stages",
                        "the list names %d layers on %d stages"
                                .formatted(named, listed.perStage().size()));
    }

    private static List<Finding> custom(DeploymentPlan plan, Custom custom) {
        int named = custom.layers().orElseThrow();
        int predictors = custom.pieces().stream().mapToInt(Piece::predictors).sum();
        long chunks = (long) plan.strategy().pipeline() * plan.strategy().virtualStages();
        if (named != plan.model().layers()) {
            return refused(
                    plan.model().layers(),
                    chunks,
                    "chunks of the layout",
                    "megatron-core says: \"Number of decoder layers %dmust match num_layers %d\""
                            .formatted(named, plan.model().layers()));
        }
        if (custom.pieces().size() != chunks) {
            return refused(
                    named,
                    chunks,
                    "chunks of the layout",
                    "the layout has %d chunks".formatted(custom.pieces().size()));
        }
        return predictors == plan.model().additions().multiTokenPredictionLayers()
                ? List.of()
                : refused(
                        named,
                        chunks,
                        "chunks of the layout",
                        "megatron-core says: \"Number of mtp layers in layout must match"
                                + " mtp_num_layers\"");
    }

    private static List<Finding> refused(int layers, long parts, String what, String reason) {
        return List.of(
                new LayersDoNotDivide(
                        layers, (int) Math.min(parts, Integer.MAX_VALUE), what, reason));
    }
}
