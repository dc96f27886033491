package io.shardfit.application.deployment;

import io.shardfit.application.event.DeploymentHistory;
import io.shardfit.application.event.EnvironmentHistory;
import io.shardfit.application.event.StandingVerdict;
import io.shardfit.domain.approval.Acceptance;
import io.shardfit.domain.approval.Standing;
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
}
