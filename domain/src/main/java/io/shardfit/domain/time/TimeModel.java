package io.shardfit.domain.time;

import io.shardfit.domain.balance.RankLoad;
import io.shardfit.domain.plan.DeploymentPlan;
import io.shardfit.domain.strategy.ParallelStrategy;
import io.shardfit.domain.strategy.PipelineSplit;
import io.shardfit.domain.workload.Offload;
import io.shardfit.domain.workload.Recomputation;
import io.shardfit.domain.workload.Workload.Inference;
import io.shardfit.domain.workload.Workload.Training;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Optional;

/// What the times of all strategies of one model, workload and cluster have in common, so that a
/// search counts it once.
public final class TimeModel {
    private final LayerWork work;
    private final Rates rates;
    private final Map<PipelineSplit, Dealt> pipelines = new IdentityHashMap<>();

    /// Of the strategy that was asked for last, told by identity: a search asks for all variants of
    /// one strategy before the next.
    private final Map<ParallelStrategy, Map<WorkKey, Optional<TrainingWork>>> ofStrategy =
            new IdentityHashMap<>();

    /// What a search varies of a job, as far as the work of a micro-batch depends on it.
    private record WorkKey(
            int microBatch, Recomputation recomputed, int gradientBytes, int weightBytes) {}

    private TimeModel(LayerWork work, Rates rates) {
        this.work = work;
        this.rates = rates;
    }

    public static TimeModel of(DeploymentPlan plan) {
        return new TimeModel(
                LayerWork.of(plan.model(), context(plan)),
                Rates.of(plan.cluster(), plan.workload().computePrecision()));
    }

    /// A causal kernel looks at half of the tokens on average; scores that are written are computed
    /// for all.
    private static double context(DeploymentPlan plan) {
        return switch (plan.workload()) {
            case Training t ->
                    t.kernels().unfusedAttention() ? t.sequenceLength() : t.sequenceLength() / 2.0;
            case Inference i -> i.contextLength();
        };
    }

    LayerWork work() {
        return work;
    }

    Rates rates() {
        return rates;
    }

    /// Pipelines are told apart by identity, as many strategies share one.
    Dealt dealt(DeploymentPlan plan) {
        return pipelines.computeIfAbsent(
                plan.strategy().pipelineSplit(), _ -> Dealt.of(plan.layout()));
    }

    Optional<TrainingWork> trainingWork(DeploymentPlan plan, Training training, RankLoad busiest) {
        Map<WorkKey, Optional<TrainingWork>> known = ofStrategy.get(plan.strategy());
        if (known == null) {
            known = new HashMap<>();
            ofStrategy.clear();
            ofStrategy.put(plan.strategy(), known);
        }
        return known.computeIfAbsent(
                new WorkKey(
                        training.microBatch(),
                        training.recomputed(),
                        training.states().gradientBytes(),
                        training.states().weightBytes()),
                _ -> TrainingWork.of(plan, training, this, busiest));
    }

    /// {@return the time of a plan with the same model, workload but for the batch, and cluster}
    ///
    /// @param busiest the expert-parallel rank that gets the most tokens
    public StepTime time(DeploymentPlan plan, RankLoad busiest) {
        if (!rates.areKnown()) {
            return UnknownTime.RATE;
        }
        return switch (plan.workload()) {
            case Training training ->
                    training.states().offload().equals(Offload.NONE)
                            ? TrainingTime.of(plan, training, this, busiest)
                            : UnknownTime.OFFLOAD;
            case Inference inference ->
                    serving(plan, inference, Batch.ofAsked(plan, inference), busiest);
        };
    }

    StepTime serving(DeploymentPlan plan, Inference inference, Batch batch, RankLoad busiest) {
        return rates.areKnown()
                ? ServingTime.of(plan, inference, batch, this, busiest)
                : UnknownTime.RATE;
    }
}
