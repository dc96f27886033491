package io.shardfit.domain.verdict;

import io.shardfit.domain.plan.DeploymentPlan;
import java.util.List;

/// The answer for one plan under one rule-set.
public sealed interface Verdict {
    DeploymentPlan plan();

    RuleSet ruleSet();

    /// {@return what was found, the heaviest first}
    List<Finding> findings();

    default Readiness readiness() {
        return Readiness.of(findings());
    }

    /// {@return the codes of the findings that keep the plan from being READY, each once}
    default List<String> decisiveCodes() {
        return findings().stream()
                .filter(finding -> finding.severity().decides())
                .map(Finding::code)
                .distinct()
                .toList();
    }

    /// The plan has a lawful shape; its amounts were computed and judged.
    record Assessed(
            DeploymentPlan plan, RuleSet ruleSet, Assessment assessment, List<Finding> findings)
            implements Verdict {
        public Assessed {
            findings = List.copyOf(findings);
        }
    }

    /// The plan has no lawful shape, or one that is not modelled: there are no bytes per GPU to
    /// judge.
    record Refused(DeploymentPlan plan, RuleSet ruleSet, List<Finding> findings)
            implements Verdict {
        public Refused {
            findings = List.copyOf(findings);
        }
    }
}
