package io.shardfit.domain.search;

import io.shardfit.domain.plan.DeploymentPlan;
import io.shardfit.domain.verdict.CompatibilityCheck;
import io.shardfit.domain.verdict.Readiness;
import io.shardfit.domain.verdict.RuleSet;
import io.shardfit.domain.verdict.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// The plain search: every point of the grid goes through the check, nothing is skipped.
record Unpruned(
        long candidates, List<DeploymentPlan> ready, long tight, Map<String, Long> rejected) {
    static Unpruned search(SearchSpace space) {
        List<DeploymentPlan> ready = new ArrayList<>();
        Map<String, Long> rejected = new TreeMap<>();
        long candidates = 0;
        long tight = 0;
        for (Branch branch : space.branches()) {
            for (DeploymentPlan plan : branch.candidates()) {
                candidates++;
                Verdict verdict = CompatibilityCheck.check(plan, RuleSet.current());
                if (verdict.readiness() == Readiness.READY) {
                    ready.add(plan);
                } else if (verdict.readiness() == Readiness.TIGHT) {
                    tight++;
                } else {
                    rejected.merge(Rejection.of(verdict), 1L, Long::sum);
                }
            }
        }
        return new Unpruned(candidates, ready, tight, rejected);
    }
}
