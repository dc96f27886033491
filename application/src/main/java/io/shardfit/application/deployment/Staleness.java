package io.shardfit.application.deployment;

import io.shardfit.application.event.ApprovalEvent.ApprovalRequested;
import io.shardfit.application.event.ApprovalEvent.Basis;
import io.shardfit.application.event.RuleSetHistory;
import io.shardfit.application.event.StandingVerdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Whether a decision is still about what it was asked about.
final class Staleness {
    private Staleness() {}

    /// What was asked about must be what is there, and what was shown.
    static Optional<Refusal> of(
            Place place,
            ApprovalRequested request,
            Optional<Basis> displayed,
            RuleSetHistory rules) {
        Basis asked = request.basis();
        List<String> changed = new ArrayList<>();
        boolean samePlan =
                place.history()
                        .plan()
                        .map(plan -> plan.submitted().plan().equals(asked.plan()))
                        .orElse(false);
        if (!samePlan) {
            changed.add("plan");
        }
        Optional<StandingVerdict> verdict = place.verdict();
        boolean sameVerdict =
                verdict.map(one -> one.position() == asked.verdictPosition()).orElse(false);
        boolean sameRules =
                verdict.map(one -> Optional.of(one.verdict().ruleSet()).equals(rules.current()))
                        .orElse(false);
        if (!sameVerdict || !sameRules) {
            changed.add("verdict");
        }
        if (place.surroundings().policyVersion() != asked.policyVersion()) {
            changed.add("policy");
        }
        if (displayed.map(shown -> !shown.equals(asked)).orElse(false)) {
            changed.add("what was shown");
        }
        return changed.isEmpty() ? Optional.empty() : Optional.of(new Refusal.Stale(changed));
    }
}
