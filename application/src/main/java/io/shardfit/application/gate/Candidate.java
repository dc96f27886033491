package io.shardfit.application.gate;

import io.shardfit.application.event.StandingVerdict;
import io.shardfit.application.ledger.Digest;
import io.shardfit.domain.approval.Standing;
import io.shardfit.domain.approval.Timeline;
import java.time.Instant;
import java.util.Optional;

/// A deployment that has the plan, or had it: what is needed of it to answer at any instant.
///
/// @param plan the one that it has now
/// @param timeline in the environment that was asked about
/// @param verdict on its plan under the margin of that environment
record Candidate(
        String deployment,
        Optional<Digest> plan,
        Timeline timeline,
        Optional<StandingVerdict> verdict) {
    boolean has(Digest wanted) {
        return plan.equals(Optional.of(wanted));
    }

    boolean allows(Digest wanted, Instant now) {
        return has(wanted) && standing(now).isEffective();
    }

    Standing standing(Instant now) {
        return timeline.at(now);
    }
}
