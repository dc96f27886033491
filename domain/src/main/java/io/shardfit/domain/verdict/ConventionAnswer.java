package io.shardfit.domain.verdict;

import io.shardfit.domain.plan.DeploymentPlan;
import io.shardfit.domain.strategy.Convention;
import io.shardfit.domain.verdict.rule.ClusterHasEnoughGpus;
import java.util.List;

/// What one convention makes of the words of a plan.
public sealed interface ConventionAnswer {
    Convention convention();

    /// The GPUs were counted.
    ///
    /// @param plan the plan under this convention
    /// @param refusals what the convention refuses in its shape; its groups mean nothing then
    /// @param shortage that the GPUs are too few, or nothing
    record Counted(DeploymentPlan plan, List<Finding> refusals, List<Finding> shortage)
            implements ConventionAnswer {
        public Counted {
            refusals = List.copyOf(refusals);
            shortage = List.copyOf(shortage);
        }

        @Override
        public Convention convention() {
            return plan.convention();
        }

        public boolean isLegal() {
            return refusals.isEmpty();
        }
    }

    /// The degrees multiply to more GPUs than can be counted.
    record Uncountable(Convention convention) implements ConventionAnswer {}

    /// {@return the answers of all conventions to one plan, in the order of {@link
    /// Convention#all()}}
    static List<ConventionAnswer> of(DeploymentPlan plan) {
        return Convention.all().stream().map(convention -> answer(plan, convention)).toList();
    }

    private static ConventionAnswer answer(DeploymentPlan plan, Convention convention) {
        boolean own = convention.equals(plan.convention());
        try {
            DeploymentPlan same = own ? plan : plan.withConvention(convention);
            return new Counted(
                    same,
                    CompatibilityCheck.refusals(same),
                    ClusterHasEnoughGpus.of(same).stream()
                            .filter(finding -> finding.severity() == Severity.BLOCKER)
                            .toList());
        } catch (ArithmeticException overflow) {
            return new Uncountable(convention);
        }
    }
}
