package io.shardfit.domain.search;

import io.shardfit.domain.plan.DeploymentPlan;
import io.shardfit.domain.workload.Workload.Inference;
import io.shardfit.domain.workload.Workload.Training;
import java.util.List;

/// The workloads that are tried on each strategy of one pipeline.
sealed interface Variants permits TrainingVariants, ServingVariants {
    /// @param plan with a strategy of the pipeline
    static Variants of(DeploymentPlan plan) {
        return switch (plan.workload()) {
            case Training training -> new TrainingVariants(training, new Jobs(training));
            case Inference inference -> new ServingVariants(inference);
        };
    }

    /// {@return the same workloads for another pipeline}
    Variants anew();

    /// {@return candidates with the strategy of this plan}
    long size(DeploymentPlan plan);

    /// {@return them, in order}
    List<DeploymentPlan> all(DeploymentPlan plan);

    /// Judges them, in order.
    void judge(DeploymentPlan plan, Tally tally);
}
