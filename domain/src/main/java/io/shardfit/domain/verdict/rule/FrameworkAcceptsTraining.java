package io.shardfit.domain.verdict.rule;

import io.shardfit.domain.plan.DeploymentPlan;
import io.shardfit.domain.verdict.Finding;
import io.shardfit.domain.verdict.ShapeRule;
import io.shardfit.domain.verdict.framework.FrameworkWords;
import io.shardfit.domain.verdict.framework.Refusal;
import io.shardfit.domain.workload.Workload.Training;
import java.util.ArrayList;
import java.util.List;

/// The framework accepts the batch and the sequence that it is to train on.
public final class FrameworkAcceptsTraining implements ShapeRule {
    @Override
    public List<Finding> check(DeploymentPlan plan) {
        List<Finding> findings = new ArrayList<>();
        if (plan.workload() instanceof Training training) {
            for (Refusal refusal : FrameworkWords.of(plan.convention()).training(plan, training)) {
                findings.add(ConventionAcceptsGroups.finding(plan, refusal));
            }
        }
        return findings;
    }
}
