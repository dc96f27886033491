package io.shardfit.domain.verdict.rule;

import io.shardfit.domain.plan.DeploymentPlan;
import io.shardfit.domain.verdict.Finding;
import io.shardfit.domain.verdict.ShapeRule;
import io.shardfit.domain.verdict.framework.FrameworkWords;
import io.shardfit.domain.workload.Workload.Inference;
import io.shardfit.domain.workload.Workload.Training;
import java.util.List;

/// No sequence is longer than the checkpoint has positions for.
public final class ContextFitsTheModel implements ShapeRule {
    @Override
    public List<Finding> check(DeploymentPlan plan) {
        return plan.model()
                .additions()
                .maxPositions()
                .map(positions -> of(plan, positions))
                .orElse(List.of());
    }

    /// {@return the finding of a model with so many positions}
    public static List<Finding> of(DeploymentPlan plan, int positions) {
        int length =
                switch (plan.workload()) {
                    case Training training -> training.sequenceLength();
                    case Inference inference -> inference.contextLength();
                };
        return FrameworkWords.of(plan.convention()).context(length, positions).stream()
                .map(refusal -> ConventionAcceptsGroups.finding(plan, refusal))
                .toList();
    }
}
