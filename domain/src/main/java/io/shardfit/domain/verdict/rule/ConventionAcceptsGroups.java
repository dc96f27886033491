package io.shardfit.domain.verdict.rule;

import io.shardfit.domain.plan.DeploymentPlan;
import io.shardfit.domain.verdict.Finding;
import io.shardfit.domain.verdict.ShapeRule;
import io.shardfit.domain.verdict.StrategyFinding.ConventionRefuses;
import io.shardfit.domain.verdict.framework.FrameworkWords;
import io.shardfit.domain.verdict.framework.Refusal;
import java.util.List;
import java.util.stream.Stream;

/// The convention knows these degrees and can build its groups from them.
public final class ConventionAcceptsGroups implements ShapeRule {
    @Override
    public List<Finding> check(DeploymentPlan plan) {
        return Stream.concat(
                        FrameworkWords.foreignDegrees(plan).stream(),
                        FrameworkWords.of(plan.convention()).groups(plan).stream())
                .map(refusal -> finding(plan, refusal))
                .toList();
    }

    static Finding finding(DeploymentPlan plan, Refusal refusal) {
        return new ConventionRefuses(plan.convention().name(), refusal.sentence(), refusal.keys());
    }
}
