package io.shardfit.domain.verdict;

import io.shardfit.domain.hardware.Cluster;
import io.shardfit.domain.memory.SharedSums;
import io.shardfit.domain.plan.DeploymentPlan;
import io.shardfit.domain.quantity.Share;
import java.util.Optional;

/// Judges one plan after another under one rule-set, and keeps what the next may share: a search
/// changes degrees far more often than models. The verdicts are those of {@link
/// CompatibilityCheck}, in whatever order plans come.
///
/// Not safe for several threads; each takes its own.
public final class Judge {
    private final RuleSet ruleSet;
    private Optional<Common> common = Optional.empty();

    /// What follows from a plan's model, framework and cluster alone.
    record Common(SharedSums sums, Cluster cluster, Share margin, Budget budget) {
        /// {@return what a single check starts with}
        static Common of(DeploymentPlan plan) {
            return of(plan, SharedSums.of(plan));
        }

        private static Common of(DeploymentPlan plan, SharedSums sums) {
            return new Common(sums, plan.cluster(), plan.safetyMargin(), Budget.of(plan));
        }

        private boolean isOf(DeploymentPlan plan) {
            return sums.serve(plan)
                    && cluster == plan.cluster()
                    && margin.equals(plan.safetyMargin());
        }
    }

    public Judge(RuleSet ruleSet) {
        this.ruleSet = ruleSet;
    }

    public Verdict check(DeploymentPlan plan) {
        return CompatibilityCheck.check(plan, ruleSet, commonTo(plan));
    }

    private Common commonTo(DeploymentPlan plan) {
        if (common.isPresent() && common.get().isOf(plan)) {
            return common.get();
        }
        SharedSums sums =
                common.map(Common::sums)
                        .filter(known -> known.serve(plan))
                        .orElseGet(() -> SharedSums.of(plan));
        Common next = Common.of(plan, sums);
        common = Optional.of(next);
        return next;
    }
}
