package io.shardfit.domain.verdict.rule;

import io.shardfit.domain.plan.DeploymentPlan;
import io.shardfit.domain.verdict.Finding;
import io.shardfit.domain.verdict.ShapeRule;
import io.shardfit.domain.verdict.framework.FrameworkWords;
import io.shardfit.domain.workload.Workload.Inference;
import io.shardfit.domain.workload.Workload.Training;
import java.util.List;

/// An engine compares the sizes of its steps with each other before it looks at any memory.
public final class EngineTakesItsSteps implements ShapeRule {
    @Override
    public List<Finding> check(DeploymentPlan plan) {
        return switch (plan.workload()) {
            case Training _ -> List.of();
            case Inference inference ->
                    FrameworkWords.of(plan.convention()).steps(plan, inference).stream()
                            .map(refusal -> ConventionAcceptsGroups.finding(plan, refusal))
                            .toList();
        };
    }
}
