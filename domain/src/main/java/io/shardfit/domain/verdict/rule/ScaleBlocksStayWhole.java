package io.shardfit.domain.verdict.rule;

import io.shardfit.domain.architecture.Attention.GroupedQuery;
import io.shardfit.domain.architecture.Attention.MultiLatent;
import io.shardfit.domain.architecture.ModelArchitecture;
import io.shardfit.domain.plan.DeploymentPlan;
import io.shardfit.domain.strategy.ParallelGroups;
import io.shardfit.domain.verdict.Finding;
import io.shardfit.domain.verdict.ShapeRule;
import io.shardfit.domain.verdict.framework.FrameworkWords;
import io.shardfit.domain.workload.WeightFormat.Scheme;
import io.shardfit.domain.workload.Workload.Inference;
import io.shardfit.domain.workload.Workload.Training;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/// Weights with one scale per block are cut between blocks, never through one.
public final class ScaleBlocksStayWhole implements ShapeRule {
    @Override
    public List<Finding> check(DeploymentPlan plan) {
        OptionalInt block = block(plan);
        return block.isPresent() ? of(plan, block.getAsInt()) : List.of();
    }

    /// One weight as a rank holds it.
    private record Part(boolean expert, int width) {}

    /// {@return what is said of the weights that are cut through a block of `block` columns}
    public static List<Finding> of(DeploymentPlan plan, int block) {
        FrameworkWords words = FrameworkWords.of(plan.convention());
        return parts(plan).stream()
                .flatMap(part -> words.blocks(part.expert(), part.width(), block).stream())
                .distinct()
                .map(refusal -> ConventionAcceptsGroups.finding(plan, refusal))
                .toList();
    }

    /// Layer by layer, as they are built: attention, dense blocks, routed and shared experts.
    private static List<Part> parts(DeploymentPlan plan) {
        ModelArchitecture model = plan.model();
        ParallelGroups groups = plan.groups();
        List<Part> parts = new ArrayList<>(attention(model, groups.tensor().attention()));
        int dense = groups.tensor().dense();
        if (model.denseLayers() > 0) {
            parts.add(new Part(false, model.feedForward().intermediateSize() / dense));
        }
        model.experts()
                .ifPresent(experts -> {
                    parts.add(new Part(true, experts.intermediateSize() / groups.expertTensor()));
                    parts.add(new Part(false, experts.sharedIntermediateSize() / dense));
                });
        return parts;
    }

    private static List<Part> attention(ModelArchitecture model, int ranks) {
        return switch (model.attention()) {
            case GroupedQuery a ->
                    List.of(
                            new Part(false, a.heads() / ranks * a.headDim()),
                            new Part(false, a.keyValueHeadsPerRank(ranks) * a.headDim()));
            case MultiLatent a ->
                    List.of(
                            new Part(false, a.headsPerRank(ranks) * a.queryHeadDim()),
                            new Part(
                                    false,
                                    a.headsPerRank(ranks) * (a.nopeHeadDim() + a.valueHeadDim())));
        };
    }

    /// Blocks of 128 × 128 (DeepSeek-V3, arXiv 2412.19437 §3.3.2).
    private static OptionalInt block(DeploymentPlan plan) {
        return switch (plan.workload()) {
            case Inference inference ->
                    inference.weights().scheme() == Scheme.FP8_BLOCK
                            ? OptionalInt.of(128)
                            : OptionalInt.empty();
            case Training _ -> OptionalInt.empty();
        };
    }
}
