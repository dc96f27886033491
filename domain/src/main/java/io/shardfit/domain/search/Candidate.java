package io.shardfit.domain.search;

import io.shardfit.domain.balance.ExpertPlacement;
import io.shardfit.domain.plan.DeploymentPlan;
import io.shardfit.domain.quantity.Seconds;
import io.shardfit.domain.quantity.Share;
import io.shardfit.domain.strategy.PipelineLayout;
import io.shardfit.domain.verdict.Readiness;
import io.shardfit.domain.verdict.Shortfall;
import io.shardfit.domain.workload.Workload.Inference;
import io.shardfit.domain.workload.Workload.Training;
import java.util.Optional;

/// A strategy that was judged, and what it is ranked by. The verdict is computed again when it is
/// asked for, so that a search keeps little.
///
/// @param asked the plan whose workload the search was asked for
/// @param shortfall how far its memory is from READY
/// @param step expected time of a step, where it is known
/// @param idle part of a step in which a pipeline stage has nothing to do
public record Candidate(
        DeploymentPlan plan,
        DeploymentPlan asked,
        Readiness readiness,
        MemoryUse use,
        Shortfall shortfall,
        Optional<Seconds> step,
        Share idle) {
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

    /// {@return work of the busiest rank over the mean: layers of the fullest stage, experts of the
    /// fullest rank, and idle time on top}
    public Share busiest() {
        PipelineLayout layout = plan.layout();
        int most = 0;
        for (int stage = 0; stage < layout.stages(); stage++) {
            most = Math.max(most, layout.stage(stage).count());
        }
        double layers = (double) most * layout.stages() / plan.model().layers();
        double experts =
                ExpertPlacement.of(plan).map(placed -> placed.imbalance().fraction()).orElse(1.0);
        return new Share(layers * experts / (1 - idle.fraction()));
    }

    /// {@return what a search varies of the workload, in words}
    public String job() {
        return switch (plan.workload()) {
            case Training t ->
                    "ZeRO %d, micro-batch %d, recompute %s"
                            .formatted(
                                    t.zeroStage().ordinal(),
                                    t.microBatch(),
                                    t.recomputation().word());
            case Inference i ->
                    "context %d, cache %s%s"
                            .formatted(
                                    i.contextLength(),
                                    i.keyValuePrecision().word(),
                                    i.engine()
                                            .memoryFraction()
                                            .map(share -> ", fraction " + share.rounded(2))
                                            .orElse(""));
        };
    }

    /// {@return how many of the plan's wishes are given up: halvings of the length, a narrower
    /// cache}
    int concessions() {
        return Concessions.of(asked.workload(), plan.workload());
    }
}
