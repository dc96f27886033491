package io.shardfit.domain.verdict.rule;

import io.shardfit.domain.plan.DeploymentPlan;
import io.shardfit.domain.strategy.Convention.MegatronCore;
import io.shardfit.domain.strategy.Convention.Multiplicative;
import io.shardfit.domain.strategy.ParallelStrategy;
import io.shardfit.domain.verdict.Assessment;
import io.shardfit.domain.verdict.Finding;
import io.shardfit.domain.verdict.FitRule;
import io.shardfit.domain.verdict.StrategyFinding.GpusStayIdle;
import io.shardfit.domain.verdict.StrategyFinding.TooFewGpus;
import java.util.List;

/// The strategy's world size, as its convention counts it, is what the cluster has.
public final class ClusterHasEnoughGpus implements FitRule {
    @Override
    public List<Finding> check(Assessment assessment) {
        return of(assessment.plan());
    }

    /// {@return the findings of any plan: GPUs can be counted even when nothing else can}
    public static List<Finding> of(DeploymentPlan plan) {
        int required = plan.convention().worldSize(plan.strategy());
        int available = plan.cluster().gpus();
        if (required > available) {
            return List.of(new TooFewGpus(required, available, product(plan)));
        }
        return required < available ? List.of(new GpusStayIdle(required, available)) : List.of();
    }

    private static String product(DeploymentPlan plan) {
        ParallelStrategy s = plan.strategy();
        return switch (plan.convention()) {
            case Multiplicative _ ->
                    "EP %d × TP %d × PP %d × DP %d%s"
                            .formatted(
                                    s.expert(),
                                    s.tensor(),
                                    s.pipeline(),
                                    s.data(),
                                    s.context() > 1 ? " × CP " + s.context() : "");
            case MegatronCore _ ->
                    "TP %d × CP %d × PP %d × DP %d"
                            .formatted(s.tensor(), s.context(), s.pipeline(), s.data());
        };
    }
}
