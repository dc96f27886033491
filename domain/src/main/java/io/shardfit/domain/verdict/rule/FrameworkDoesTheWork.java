package io.shardfit.domain.verdict.rule;

import io.shardfit.domain.plan.DeploymentPlan;
import io.shardfit.domain.verdict.Finding;
import io.shardfit.domain.verdict.ShapeRule;
import io.shardfit.domain.verdict.StrategyFinding.ConventionRefuses;
import io.shardfit.domain.verdict.framework.FrameworkWords;
import java.util.List;

/// A trainer trains and an engine serves.
public final class FrameworkDoesTheWork implements ShapeRule {
    @Override
    public List<Finding> check(DeploymentPlan plan) {
        return FrameworkWords.of(plan.convention())
                .work(plan.workload())
                .<List<Finding>>map(reason ->
                        List.of(
                                new ConventionRefuses(
                                        plan.convention().name(),
                                        reason,
                                        List.of("workload", "framework.name"))))
                .orElse(List.of());
    }
}
