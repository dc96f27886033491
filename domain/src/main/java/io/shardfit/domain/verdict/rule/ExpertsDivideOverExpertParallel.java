package io.shardfit.domain.verdict.rule;

import io.shardfit.domain.architecture.Experts;
import io.shardfit.domain.balance.ExpertPlacement;
import io.shardfit.domain.plan.DeploymentPlan;
import io.shardfit.domain.strategy.DeepSpeed;
import io.shardfit.domain.strategy.MegatronCore;
import io.shardfit.domain.strategy.Multiplicative;
import io.shardfit.domain.strategy.SgLang;
import io.shardfit.domain.strategy.TensorRtLlm;
import io.shardfit.domain.strategy.TorchTitan;
import io.shardfit.domain.strategy.VLlm;
import io.shardfit.domain.verdict.Finding;
import io.shardfit.domain.verdict.ShapeRule;
import io.shardfit.domain.verdict.StrategyFinding.ExpertsDoNotDivide;
import io.shardfit.domain.verdict.StrategyFinding.NoExpertsForRanks;
import io.shardfit.domain.verdict.framework.FrameworkWords;
import java.util.List;
import java.util.Optional;

/// Every expert-parallel rank holds experts, and as many as the others where the framework insists.
public final class ExpertsDivideOverExpertParallel implements ShapeRule {
    @Override
    public List<Finding> check(DeploymentPlan plan) {
        int ranks = plan.groups().expert();
        FrameworkWords words = FrameworkWords.of(plan.convention());
        Optional<Experts> experts = plan.model().experts();
        return experts.isPresent()
                ? dealt(plan, experts.get(), ranks, words)
                : nothingToDeal(ranks, words);
    }

    private static List<Finding> nothingToDeal(int ranks, FrameworkWords words) {
        return ranks > 1
                ? List.of(new NoExpertsForRanks(0, ranks, words.withoutExperts()))
                : List.of();
    }

    /// Only vLLM, without its load balancer, has ranks with different numbers of experts.
    private static Optional<String> unevenly(DeploymentPlan plan) {
        boolean uneven =
                plan.strategy().expertSplit().placement().isPresent()
                        && ExpertPlacement.of(plan).filter(p -> !p.isEven()).isPresent();
        return switch (plan.convention()) {
            case Multiplicative _, VLlm _ -> Optional.empty();
            case MegatronCore _, DeepSpeed _, TorchTitan _, SgLang _, TensorRtLlm _ ->
                    uneven
                            ? Optional.of(
                                    plan.convention().name()
                                            + " holds as many experts on every rank, the plan's"
                                            + " lists do not")
                            : Optional.empty();
        };
    }

    private static List<Finding> dealt(
            DeploymentPlan plan, Experts experts, int ranks, FrameworkWords words) {
        int slots = experts.count() + plan.strategy().expertSplit().redundant();
        if (ranks > slots) {
            return List.of(
                    new NoExpertsForRanks(
                            experts.count(), ranks, "some ranks would hold no expert"));
        }
        return words.experts(plan, experts, ranks)
                .or(() -> unevenly(plan))
                .<List<Finding>>map(
                        refusal -> List.of(new ExpertsDoNotDivide(slots, ranks, refusal)))
                .orElse(List.of());
    }
}
