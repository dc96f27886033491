package io.shardfit.application.deployment;

import io.shardfit.application.event.ApprovalEvent.PlanApproved;
import io.shardfit.application.event.DeploymentHistory;
import io.shardfit.application.event.EnvironmentHistory;
import io.shardfit.application.event.StandingVerdict;
import io.shardfit.domain.approval.Acceptance;
import io.shardfit.domain.approval.Round;
import io.shardfit.domain.approval.Standing;
import io.shardfit.domain.approval.Waiver;
import io.shardfit.domain.quantity.Share;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// A deployment in an environment, as both were read.
record Place(
        String deployment,
        String environment,
        DeploymentHistory history,
        EnvironmentHistory surroundings) {
    Standing standing(Instant now) {
        return history.timeline(environment, surroundings).at(now);
    }

    Standing standing(Round round, Instant now) {
        return history.timeline(environment, surroundings).at(round, now);
    }

    /// {@return the newest verdict under the environment's margin}
    Optional<StandingVerdict> verdict() {
        return history.verdict(surroundings.policy().safetyMargin());
    }

    Acceptance acceptance(StandingVerdict verdict, Instant now) {
        return acceptance(verdict, waivers(), now);
    }

    /// {@return whether what was approved in a round may go on under another answer}. Only waivers
    /// on which each of its approvals rests carry it: the approval ends with those, not with
    /// others.
    Acceptance acceptanceOf(Round round, StandingVerdict verdict, Instant now) {
        List<PlanApproved> approvals = history.approvals(environment, round);
        List<Waiver> shared =
                waivers().stream()
                        .filter(waiver ->
                                approvals.stream()
                                        .allMatch(one -> one.waivers().contains(waiver.id())))
                        .toList();
        return acceptance(verdict, shared, now);
    }

    /// What an author of the plan granted does not count for it, whichever came first.
    private List<Waiver> waivers() {
        return surroundings.waiversNotBy(history.authors());
    }

    private Acceptance acceptance(StandingVerdict verdict, List<Waiver> waivers, Instant now) {
        return Acceptance.of(
                surroundings.policy(),
                verdict.verdict().plan().text(),
                verdict.verdict().findings(),
                waivers,
                now);
    }

    /// {@return whether the verdict on which a round rests was given under the margin; its
    /// successors are, too}
    boolean restsOnMargin(Round round, Optional<Share> margin) {
        return basis(round).filter(basis -> basis.verdict().margin().equals(margin)).isPresent();
    }

    boolean restsOnOtherEdition(Round round, int ruleSet) {
        return basis(round).filter(basis -> basis.verdict().ruleSet() != ruleSet).isPresent();
    }

    private Optional<StandingVerdict> basis(Round round) {
        return history.request(environment, round)
                .map(request -> request.basis().verdictPosition())
                .flatMap(history::verdictAt);
    }
}
