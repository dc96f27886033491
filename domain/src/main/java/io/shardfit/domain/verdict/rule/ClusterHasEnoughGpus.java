package io.shardfit.domain.verdict.rule;

import io.shardfit.domain.plan.DeploymentPlan;
import io.shardfit.domain.strategy.Degree;
import io.shardfit.domain.strategy.ParallelStrategy;
import io.shardfit.domain.verdict.Assessment;
import io.shardfit.domain.verdict.Finding;
import io.shardfit.domain.verdict.FitRule;
import io.shardfit.domain.verdict.StrategyFinding.GpusStayIdle;
import io.shardfit.domain.verdict.StrategyFinding.TooFewGpus;
import io.shardfit.domain.verdict.framework.FrameworkWords;
import java.util.List;
import java.util.stream.Collectors;

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
            String refusal = FrameworkWords.of(plan.convention()).tooFewGpus(plan).orElse("");
            return List.of(new TooFewGpus(required, available, product(plan), refusal));
        }
        return required < available ? List.of(new GpusStayIdle(required, available)) : List.of();
    }

    /// The four usual degrees, and the others where they are used.
    private static String product(DeploymentPlan plan) {
        ParallelStrategy strategy = plan.strategy();
        return plan.convention().worldDegrees().stream()
                .filter(degree -> isShown(degree, strategy))
                .map(degree -> degree.symbol() + " " + degree.of(strategy))
                .collect(Collectors.joining(" × "));
    }

    private static boolean isShown(Degree degree, ParallelStrategy strategy) {
        return switch (degree) {
            case TENSOR, PIPELINE, DATA, EXPERT -> true;
            case CONTEXT,
                    VIRTUAL_STAGES,
                    DATA_REPLICATE,
                    ATTENTION_DATA,
                    PREFILL_CONTEXT,
                    DECODE_CONTEXT,
                    REDUNDANT_EXPERTS ->
                    degree.of(strategy) != degree.unused();
        };
    }
}
