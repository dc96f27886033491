package io.shardfit.domain.time;

import io.shardfit.domain.balance.RankLoad;
import io.shardfit.domain.plan.DeploymentPlan;
import io.shardfit.domain.strategy.PipelineSchedule;
import io.shardfit.domain.workload.Workload.Training;
import java.util.Optional;

/// What the slowest stage of a training job does for one micro-batch. It does not ask how states
/// are sharded, so a search computes it once for all ZeRO stages.
///
/// @param load without the sends between stages
/// @param meanOverSlowest the mean time of the stages over that of the slowest
record TrainingWork(Rates rates, TrainingExchanges exchanges, Load load, double meanOverSlowest) {

    /// {@return the work; empty where a rate is not published}
    static Optional<TrainingWork> of(
            DeploymentPlan plan, Training training, TimeModel model, RankLoad busiest) {
        Rates rates = model.rates();
        TrainingLoads loads = TrainingLoads.of(model.work(), plan, training, busiest);
        TrainingExchanges exchanges = TrainingExchanges.of(plan, loads, rates.wiring());
        if (!exchanges.areKnown(rates.wiring())) {
            return Optional.empty();
        }
        Kinds kinds = loads.kinds();
        Stages stages = Stages.of(model.dealt(plan), kinds, rates, exchanges);
        return Optional.of(
                new TrainingWork(
                        rates,
                        exchanges,
                        kinds.of(stages.slowest()).working(passed(plan)),
                        stages.meanOverSlowest()));
    }

    /// DualPipe holds two stages on each rank, and a micro-batch passes one of them (arXiv
    /// 2412.19437 §3.2.1).
    private static double passed(DeploymentPlan plan) {
        return plan.strategy().pipelineSplit().schedule() == PipelineSchedule.DUALPIPE ? 0.5 : 1;
    }

    /// {@return seconds of a load, without the sends between stages}
    static double seconds(Load load, Rates rates, TrainingExchanges exchanges, Pace pace) {
        return load.linear() / rates.matmulRate(pace)
                + load.experts() / rates.groupedRate(pace)
                + load.scores() / rates.scoreRate(pace)
                + load.traffic() / rates.memoryRate(pace)
                + load.tensorUnits() * exchanges.tensor().exposedSeconds(rates, pace)
                + load.contextUnits() * exchanges.context().exposedSeconds(rates, pace)
                + load.expertUnits() * exchanges.expert().exposedSeconds(rates, pace)
                + load.expertUnits() * exchanges.expertTensor().exposedSeconds(rates, pace);
    }

    double seconds(Pace pace) {
        return seconds(load, rates, exchanges, pace)
                + exchanges.pipeline().exposedSeconds(rates, pace);
    }

    /// {@return what a part takes; nothing for what happens once a step}
    double seconds(TimePart part, Pace pace) {
        return switch (part) {
            case MATRIX_PRODUCTS -> load.linear() / rates.matmulRate(pace);
            case EXPERT_PRODUCTS -> load.experts() / rates.groupedRate(pace);
            case ATTENTION -> load.scores() / rates.scoreRate(pace);
            case MEMORY_TRAFFIC -> load.traffic() / rates.memoryRate(pace);
            case TENSOR_EXCHANGE ->
                    load.tensorUnits() * exchanges.tensor().exposedSeconds(rates, pace);
            case CONTEXT_EXCHANGE ->
                    load.contextUnits() * exchanges.context().exposedSeconds(rates, pace);
            case EXPERT_EXCHANGE ->
                    load.expertUnits() * exchanges.expert().exposedSeconds(rates, pace);
            case EXPERT_TENSOR_EXCHANGE ->
                    load.expertUnits() * exchanges.expertTensor().exposedSeconds(rates, pace);
            case PIPELINE_EXCHANGE -> exchanges.pipeline().exposedSeconds(rates, pace);
            case PIPELINE_IDLE, DATA_EXCHANGE, OPTIMIZER, KERNEL_STARTS -> 0;
        };
    }
}
