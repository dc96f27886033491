package io.shardfit.domain.search;

import io.shardfit.domain.balance.ComputeHeadroom;
import io.shardfit.domain.balance.ExpertPlacement;
import io.shardfit.domain.plan.DeploymentPlan;
import io.shardfit.domain.quantity.Seconds;
import io.shardfit.domain.quantity.Share;
import io.shardfit.domain.strategy.Degree;
import io.shardfit.domain.strategy.LayerPlacement.Even;
import io.shardfit.domain.strategy.ParallelStrategy;
import io.shardfit.domain.strategy.PipelineLayout;
import io.shardfit.domain.strategy.PipelineSplit;
import io.shardfit.domain.verdict.Readiness;
import io.shardfit.domain.verdict.Shortfall;
import io.shardfit.domain.workload.ActivationRecomputation;
import io.shardfit.domain.workload.Workload.Inference;
import io.shardfit.domain.workload.Workload.Training;
import java.util.List;
import java.util.Optional;

/// A strategy that was judged, and what it is ranked by. The verdict is computed again when it is
/// asked for, so that a search keeps little.
///
/// @param asked the plan whose workload the search was asked for
/// @param shortfall how far its memory is from READY
/// @param step expected time of a step, where it is known
/// @param alike other strategies that are as ready and differ in nothing but virtual stages
public record Candidate(
        DeploymentPlan plan,
        DeploymentPlan asked,
        Readiness readiness,
        MemoryUse use,
        Shortfall shortfall,
        Optional<Seconds> step,
        int alike) {
    /// The width of a band of times that count as the same, far narrower than the interval of a
    /// time, as a ratio.
    private static final double BAND = 1.02;

    private static final double LOG_BAND = Math.log(BAND);

    private static final List<Degree> DEGREES = List.of(Degree.values());

    public int gpus() {
        return plan.cluster().gpus();
    }

    /// {@return the expected seconds of a step; endless where it is not known}
    double seconds() {
        return step.isPresent() ? step.get().seconds() : Double.POSITIVE_INFINITY;
    }

    /// {@return the band in which the time of a step lies. Bands begin at fixed times, not at a
    /// candidate's, so that an order by them is one}
    double band() {
        return Math.floor(Math.log(seconds()) / LOG_BAND);
    }

    /// {@return the band of the GPU seconds of a step: what a token costs, because all candidates
    /// of a length work on as many}
    double gpuBand() {
        return Math.floor(Math.log(seconds() * gpus()) / LOG_BAND);
    }

    /// {@return how many ways of splitting and of computing again are used: keys of a plan}
    int keys() {
        ParallelStrategy strategy = plan.strategy();
        int keys = strategy.expertTensor() == strategy.tensor() ? 0 : 1;
        for (Degree degree : DEGREES) {
            keys += degree.of(strategy) == degree.unused() ? 0 : 1;
        }
        keys += strategy.pipelineSplit().placement() instanceof Even ? 0 : 1;
        return keys + (recomputes() ? 1 : 0);
    }

    /// {@return over how many ways tensors, layers, sequences and experts are split}
    long ways() {
        ParallelStrategy strategy = plan.strategy();
        return (long) strategy.tensor()
                * strategy.pipeline()
                * strategy.virtualStages()
                * strategy.context()
                * strategy.expert();
    }

    private boolean recomputes() {
        return plan.workload() instanceof Training training
                && training.recomputation() != ActivationRecomputation.NONE;
    }

    /// {@return the strategy without its virtual stages, which those that are alike share}
    ParallelStrategy family() {
        PipelineSplit split = plan.strategy().pipelineSplit();
        return plan.strategy()
                .with(
                        new PipelineSplit(
                                split.degree(), 1, split.placement(), PipelineSplit.usual(1)));
    }

    Candidate withAlike(int others) {
        return new Candidate(plan, asked, readiness, use, shortfall, step, others);
    }

    /// {@return work of the busiest rank over the mean: layers of the fullest stage, experts of the
    /// fullest rank, and idle time on top}
    public Share busiest() {
        PipelineLayout layout = plan.layout();
        int most = 0;
        for (int stage = 0; stage < layout.stages(); stage++) {
            most = Math.max(most, layout.count(stage));
        }
        double layers = (double) most * layout.stages() / plan.model().layers();
        double experts =
                ExpertPlacement.of(plan).map(placed -> placed.imbalance().fraction()).orElse(1.0);
        return new Share(layers * experts / (1 - ComputeHeadroom.pipelineBubble(plan).fraction()));
    }

    /// {@return how many are alike, in words; nothing where none is}
    public String others() {
        return alike == 0 ? "" : "and %d more with other virtual stages".formatted(alike);
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
