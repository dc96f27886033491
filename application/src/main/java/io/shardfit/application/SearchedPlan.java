package io.shardfit.application;

import io.shardfit.application.format.PlanFile;
import io.shardfit.domain.search.Candidate;
import io.shardfit.domain.search.Found;
import io.shardfit.domain.search.MinimumCluster;
import io.shardfit.domain.search.SearchSpace;
import io.shardfit.domain.verdict.CompatibilityCheck;
import io.shardfit.domain.verdict.Finding;
import io.shardfit.domain.verdict.Readiness;
import java.util.List;
import java.util.Optional;

/// A plan file with what a search found around it.
///
/// @param digest of the complete plan
/// @param minimum where it was asked for, or nothing passed
public record SearchedPlan(
        PlanFile file,
        String digest,
        SearchRequest request,
        SearchSpace space,
        Found found,
        Optional<MinimumCluster> minimum) {
    /// {@return what keeps a candidate from being READY, the heaviest first}
    public List<Finding> decisive(Candidate candidate) {
        return CompatibilityCheck.check(candidate.plan(), request.ruleSet()).findings().stream()
                .filter(finding -> finding.severity().decides())
                .toList();
    }

    /// {@return the best word of all candidates: one that may be deployed is enough}
    public Readiness readiness() {
        if (found.passes()) {
            return Readiness.READY;
        }
        if (!found.tight().isZero()) {
            return Readiness.TIGHT;
        }
        return found.isUnknown() ? Readiness.UNKNOWN : Readiness.NOT_READY;
    }
}
