package io.shardfit.domain.verdict;

import io.shardfit.domain.hardware.Gpu;
import io.shardfit.domain.memory.SharedSums;
import io.shardfit.domain.plan.DeploymentPlan;
import io.shardfit.domain.quantity.Share;

/// Judges plan after plan under one rule-set, and keeps what plans like the first may share: a
/// search changes degrees far more often than models. The verdicts are those of {@link
/// CompatibilityCheck}, of other plans too, in whatever order they come.
///
/// Not safe for several threads; each takes its own.
public final class Judge {
    private final RuleSet ruleSet;
    private final Common common;

    /// What follows from a plan's model, framework and GPU alone.
    record Common(SharedSums sums, Gpu gpu, Share margin, Budget budget) {
        static Common of(DeploymentPlan plan) {
            return new Common(
                    SharedSums.of(plan),
                    plan.cluster().gpu(),
                    plan.safetyMargin(),
                    Budget.of(plan));
        }

        private boolean isOf(DeploymentPlan plan) {
            return sums.serve(plan)
                    && gpu == plan.cluster().gpu()
                    && margin.equals(plan.safetyMargin());
        }
    }

    private Judge(RuleSet ruleSet, Common common) {
        this.ruleSet = ruleSet;
        this.common = common;
    }

    /// {@return a judge of plans with this one's model, framework and GPU, which are told by
    /// identity; others are judged as well, but nothing of them is kept}
    public static Judge ofPlansLike(DeploymentPlan plan, RuleSet ruleSet) {
        return new Judge(ruleSet, Common.of(plan));
    }

    public Verdict check(DeploymentPlan plan) {
        return CompatibilityCheck.check(plan, ruleSet, common(plan));
    }

    /// {@return the same verdict on a plan that the shape rules are known to accept}
    public Verdict fit(DeploymentPlan plan) {
        return CompatibilityCheck.fit(plan, ruleSet, common(plan));
    }

    private Common common(DeploymentPlan plan) {
        return common.isOf(plan) ? common : Common.of(plan);
    }
}
