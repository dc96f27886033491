package io.shardfit.domain.verdict.rule;

import io.shardfit.domain.plan.DeploymentPlan;
import io.shardfit.domain.verdict.Finding;
import io.shardfit.domain.verdict.ShapeRule;
import io.shardfit.domain.verdict.framework.FrameworkWords;
import io.shardfit.domain.workload.Workload.Training;
import java.util.List;

/// The framework accepts the batch and the sequence that it is to train on.
public final class FrameworkAcceptsTraining implements ShapeRule {
    @Override
    public List<Finding> check(DeploymentPlan plan) {
        return plan.workload() instanceof Training training
                ? FrameworkWords.of(plan.convention()).training(plan, training).stream()
                        .map(refusal -> ConventionAcceptsGroups.finding(plan, refusal))
                        .toList()
                : List.of();
    }
}
