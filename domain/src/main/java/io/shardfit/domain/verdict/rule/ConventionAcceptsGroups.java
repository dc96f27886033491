package io.shardfit.domain.verdict.rule;

import io.shardfit.domain.plan.DeploymentPlan;
import io.shardfit.domain.verdict.Finding;
import io.shardfit.domain.verdict.ShapeRule;
import io.shardfit.domain.verdict.StrategyFinding.ConventionRefuses;
import io.shardfit.domain.verdict.framework.FrameworkWords;
import io.shardfit.domain.verdict.framework.Refusal;
import java.util.ArrayList;
import java.util.List;

/// The convention knows these degrees and can build its groups from them.
public final class ConventionAcceptsGroups implements ShapeRule {
    @Override
    public List<Finding> check(DeploymentPlan plan) {
        List<Finding> findings = new ArrayList<>();
        for (Refusal refusal : FrameworkWords.foreignDegrees(plan)) {
            findings.add(finding(plan, refusal));
        }
        for (Refusal refusal : FrameworkWords.of(plan.convention()).groups(plan)) {
            findings.add(finding(plan, refusal));
        }
        return findings;
    }

    static Finding finding(DeploymentPlan plan, Refusal refusal) {
        return new ConventionRefuses(plan.convention().name(), refusal.sentence(), refusal.keys());
    }
}
