package io.shardfit.application.document;

import io.shardfit.domain.architecture.Experts;
import io.shardfit.domain.balance.ExpertPlacement;
import io.shardfit.domain.plan.DeploymentPlan;

/// Expert slots of a layer on the emptiest and the fullest rank under a plan's convention.
public record ConventionExperts(int fewest, int most) {
    public static ConventionExperts of(DeploymentPlan plan, Experts experts) {
        ExpertPlacement placement = ExpertPlacement.of(plan, experts);
        return new ConventionExperts(placement.fewest(), placement.most());
    }

    /// {@return `4`, or `21-22` where ranks differ}
    @Override
    public String toString() {
        return fewest == most ? String.valueOf(most) : fewest + "-" + most;
    }
}
