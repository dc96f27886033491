package io.shardfit.domain.verdict.rule;

import io.shardfit.domain.architecture.Experts;
import io.shardfit.domain.plan.DeploymentPlan;
import io.shardfit.domain.strategy.Convention.MegatronCore;
import io.shardfit.domain.strategy.Convention.Multiplicative;
import io.shardfit.domain.verdict.Finding;
import io.shardfit.domain.verdict.ShapeRule;
import io.shardfit.domain.verdict.StrategyFinding.ExpertsDoNotDivide;
import io.shardfit.domain.verdict.StrategyFinding.NoExpertsForRanks;
import java.util.List;

/// Every expert-parallel rank holds experts, and as many as the others where the framework insists
/// (NVIDIA/Megatron-LM@d98e8a6 megatron/training/arguments.py:1655-1658).
public final class ExpertsDivideOverExpertParallel implements ShapeRule {
    @Override
    public List<Finding> check(DeploymentPlan plan) {
        int ranks = plan.strategy().expert();
        int experts = plan.model().experts().map(Experts::count).orElse(0);
        if (ranks > 1 && experts == 0) {
            return List.of(new NoExpertsForRanks(0, ranks, withoutExperts(plan)));
        }
        if (experts > 0 && ranks > experts) {
            return List.of(
                    new NoExpertsForRanks(experts, ranks, "some ranks would hold no expert"));
        }
        if (plan.convention().demandsEvenSplits() && experts % ranks != 0) {
            return List.of(
                    new ExpertsDoNotDivide(
                            experts,
                            ranks,
                            "megatron-core says: \"Number of experts should be a multiple of expert"
                                    + " model parallel_size.\""));
        }
        return List.of();
    }

    private static String withoutExperts(DeploymentPlan plan) {
        return switch (plan.convention()) {
            case Multiplicative _ -> "there is nothing to split";
            case MegatronCore _ ->
                    "\"num_experts must be non None to use expert model parallelism\"";
        };
    }
}
