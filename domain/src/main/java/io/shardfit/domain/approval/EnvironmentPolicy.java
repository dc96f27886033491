package io.shardfit.domain.approval;

import io.shardfit.domain.quantity.Share;
import io.shardfit.domain.verdict.Readiness;
import java.time.Duration;
import java.util.Collections;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// What an environment asks of a plan before it may run there. A change of policy decides what
/// comes after it: approvals given before keep their end, requests made before are stale.
///
/// @param neededApprovals distinct people who must approve
/// @param allowedVerdicts of READY and TIGHT; the others are never a pass, only waived
/// @param safetyMargin under which plans are judged here; empty for the plan's own
/// @param waivableFindings codes of findings that a waiver may set aside
/// @param onCorrection what a corrected rule does to approvals that rest on the corrected answer
/// @param approvalLifetime after which an approval ends by itself
/// @param roleDelay for which a newly granted approver must wait
public record EnvironmentPolicy(
        int neededApprovals,
        Set<Readiness> allowedVerdicts,
        Optional<Share> safetyMargin,
        Set<String> waivableFindings,
        OnCorrection onCorrection,
        Duration approvalLifetime,
        Duration roleDelay) {
    private static final int MOST_APPROVALS = 20;

    /// Two readings of one plan by two people, the author and an approver; a corrected rule leaves
    /// a week to react.
    public static final EnvironmentPolicy DEFAULT =
            new EnvironmentPolicy(
                    1,
                    Set.of(Readiness.READY, Readiness.TIGHT),
                    Optional.empty(),
                    Set.of(),
                    new OnCorrection.Grace(Duration.ofDays(7)),
                    Duration.ofDays(90),
                    Duration.ofHours(24));

    public EnvironmentPolicy {
        allowedVerdicts = Collections.unmodifiableSet(new TreeSet<>(allowedVerdicts));
        waivableFindings = Collections.unmodifiableSet(new TreeSet<>(waivableFindings));
        if (neededApprovals < 1 || neededApprovals > MOST_APPROVALS) {
            throw new IllegalArgumentException(
                    "needed approvals are 1 to %d, got %d"
                            .formatted(MOST_APPROVALS, neededApprovals));
        }
        if (allowedVerdicts.isEmpty() || !allowedVerdicts.stream().allMatch(Readiness::passes)) {
            throw new IllegalArgumentException(
                    "allowed verdicts are READY, TIGHT or both, got " + allowedVerdicts);
        }
        if (!approvalLifetime.isPositive()) {
            throw new IllegalArgumentException(
                    "an approval lives for a while, got " + approvalLifetime);
        }
        if (roleDelay.isNegative()) {
            throw new IllegalArgumentException("a role cannot wait " + roleDelay);
        }
    }
}
