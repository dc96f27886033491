package io.shardfit.domain.verdict.rule;

import io.shardfit.domain.plan.DeploymentPlan;
import io.shardfit.domain.verdict.Finding;
import io.shardfit.domain.verdict.ShapeRule;
import io.shardfit.domain.verdict.StrategyFinding.BatchDoesNotDivide;
import io.shardfit.domain.verdict.framework.FrameworkWords;
import io.shardfit.domain.workload.Workload.Training;
import java.util.List;

/// Every replica works on a whole number of micro-batches.
public final class BatchDividesIntoMicroBatches implements ShapeRule {
    @Override
    public List<Finding> check(DeploymentPlan plan) {
        FrameworkWords words = FrameworkWords.of(plan.convention());
        if (!(plan.workload() instanceof Training training)
                || words.work(plan.workload()).isPresent()) {
            return List.of();
        }
        int replicas = plan.groups().replicas();
        return training.globalBatch() % ((long) training.microBatch() * replicas) == 0
                ? List.of()
                : List.of(
                        new BatchDoesNotDivide(
                                training.globalBatch(),
                                training.microBatch(),
                                replicas,
                                words.batch(training, replicas)));
    }
}
