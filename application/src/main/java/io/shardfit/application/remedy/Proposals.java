package io.shardfit.application.remedy;

import io.shardfit.domain.plan.DeploymentPlan;
import io.shardfit.domain.remedy.Remedies;
import io.shardfit.domain.remedy.Trial;
import java.util.List;

/// The remedies of a plan, ready to be shown and made.
///
/// @param numbered what makes it READY, then what makes it TIGHT only, the least change first
/// @param notEnough single edits that are no remedy, those that free most first
public record Proposals(Remedies remedies, List<Proposal> numbered, List<Proposal> notEnough) {
    public Proposals {
        numbered = List.copyOf(numbered);
        notEnough = List.copyOf(notEnough);
    }

    static Proposals of(Remedies remedies) {
        DeploymentPlan plan = remedies.plan().plan();
        return new Proposals(
                remedies, of(plan, remedies.numbered()), of(plan, remedies.notEnough()));
    }

    private static List<Proposal> of(DeploymentPlan plan, List<Trial> trials) {
        return trials.stream().map(trial -> Proposal.of(plan, trial)).toList();
    }
}
