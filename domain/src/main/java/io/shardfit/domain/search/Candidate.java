package io.shardfit.domain.search;

import io.shardfit.domain.plan.DeploymentPlan;
import io.shardfit.domain.quantity.Seconds;
import io.shardfit.domain.quantity.Share;
import io.shardfit.domain.verdict.Readiness;
import java.util.Optional;

/// A strategy that was judged, and what it is ranked by. The verdict is computed again when it is
/// asked for, so that a search keeps little.
///
/// @param asked the plan whose workload the search was asked for
/// @param step expected time of a step, where it is known
/// @param busiest work of the busiest rank over the mean, idle stages included
public record Candidate(
        DeploymentPlan plan,
        DeploymentPlan asked,
        Readiness readiness,
        MemoryUse use,
        Optional<Seconds> step,
        Share busiest) {
    public int gpus() {
        return plan.cluster().gpus();
    }

    /// {@return the expected seconds of a step; endless where it is not known}
    double seconds() {
        return step.isPresent() ? step.get().seconds() : Double.POSITIVE_INFINITY;
    }

    /// {@return GPU seconds of a step: what a token costs, because all candidates of a length work
    /// on as many}
    double gpuSeconds() {
        return seconds() * gpus();
    }

    /// {@return whether tensor parallelism leaves its node; it exchanges activations in every
    /// layer, which a time without the network does not see}
    boolean leavesNode() {
        return plan.strategy().tensor() > plan.cluster().gpusPerNode();
    }

    /// {@return how many of the plan's wishes are given up: halvings of the length, a narrower
    /// cache}
    int concessions() {
        return Concessions.of(asked.workload(), plan.workload());
    }
}
