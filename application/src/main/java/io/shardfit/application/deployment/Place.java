package io.shardfit.application.deployment;

import io.shardfit.application.event.DeploymentHistory;
import io.shardfit.application.event.EnvironmentHistory;
import io.shardfit.application.event.StandingVerdict;
import io.shardfit.domain.approval.Acceptance;
import io.shardfit.domain.approval.Round;
import io.shardfit.domain.approval.Standing;
import io.shardfit.domain.quantity.Share;
import java.time.Instant;
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

    /// {@return the newest verdict under the environment's margin}
    Optional<StandingVerdict> verdict() {
        return history.verdict(surroundings.policy().safetyMargin());
    }

    Acceptance acceptance(StandingVerdict verdict, Instant now) {
        return Acceptance.of(
                surroundings.policy(),
                verdict.verdict().plan().text(),
                verdict.verdict().findings(),
                surroundings.waivers(),
                now);
    }

    /// {@return whether the verdict on which a round rests was given under the margin; its
    /// successors are, too}
    boolean restsOnMargin(Round round, Optional<Share> margin) {
        return history.request(environment, round).stream()
                .map(request -> request.basis().verdictPosition())
                .flatMap(position -> history.verdictAt(position).stream())
                .anyMatch(basis -> basis.verdict().margin().equals(margin));
    }
}
