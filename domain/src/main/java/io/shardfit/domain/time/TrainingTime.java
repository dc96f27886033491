package io.shardfit.domain.time;

import io.shardfit.domain.balance.RankLoad;
import io.shardfit.domain.plan.DeploymentPlan;
import io.shardfit.domain.quantity.Derivation;
import io.shardfit.domain.quantity.Seconds;
import io.shardfit.domain.quantity.TokenRate;
import io.shardfit.domain.strategy.PipelineSchedule;
import io.shardfit.domain.time.TrainingExchanges.Data;
import io.shardfit.domain.workload.TrainingStates;
import io.shardfit.domain.workload.Workload.Training;

/// The time of one optimizer step: all micro-batches on the slowest stage, the bubble of the
/// pipeline, the reduction of gradients and the update. An estimate, no measurement.
public final class TrainingTime implements KnownTime {
    private final DeploymentPlan plan;
    private final Training training;
    private final Rates rates;
    private final TrainingExchanges exchanges;
    private final Load load;
    private final Data data;
    private final int microBatches;
    private final double meanOverSlowest;
    private final double idleMicroBatches;
    private final double updated;
    private final double expected;

    private TrainingTime(
            DeploymentPlan plan,
            Training training,
            Rates rates,
            TrainingExchanges exchanges,
            Load load,
            Data data,
            int microBatches,
            double meanOverSlowest) {
        this.plan = plan;
        this.training = training;
        this.rates = rates;
        this.exchanges = exchanges;
        this.load = load;
        this.data = data;
        this.microBatches = microBatches;
        this.meanOverSlowest = meanOverSlowest;
        this.idleMicroBatches = idle(plan);
        this.updated = updated(plan, training.states(), load);
        this.expected = total(Pace.EXPECTED);
    }

    static StepTime of(DeploymentPlan plan, Training training, TimeModel model, RankLoad busiest) {
        Rates rates = model.rates();
        TrainingLoads loads = TrainingLoads.of(model.work(), plan, training, busiest);
        TrainingExchanges exchanges = TrainingExchanges.of(plan, loads, rates.wiring());
        int microBatches = microBatches(plan, training);
        if (!exchanges.areKnown(rates.wiring())) {
            return UnknownTime.RATE;
        }
        Kinds kinds = loads.kinds();
        Stages stages = Stages.of(model.dealt(plan), kinds, rates, exchanges);
        Load load = kinds.of(stages.slowest()).working(passed(plan));
        Data data = Data.of(plan, training, load, microBatches, rates.wiring().domain());
        return data.isKnown(rates.wiring())
                ? new TrainingTime(
                        plan,
                        training,
                        rates,
                        exchanges,
                        load,
                        data,
                        microBatches,
                        stages.meanOverSlowest())
                : UnknownTime.RATE;
    }

    private static int microBatches(DeploymentPlan plan, Training training) {
        long perPass = (long) training.microBatch() * plan.groups().replicas();
        return (int) Math.max(1, Math.ceilDiv((long) training.globalBatch(), perPass));
    }

    /// DualPipe holds two stages on each rank, and a micro-batch passes one of them (arXiv
    /// 2412.19437 §3.2.1).
    private static double passed(DeploymentPlan plan) {
        return plan.strategy().pipelineSplit().schedule() == PipelineSchedule.DUALPIPE ? 0.5 : 1;
    }

    /// {@return how many micro-batches of work a stage stands idle}
    private static double idle(DeploymentPlan plan) {
        double filling = (plan.strategy().pipeline() - 1.0) / plan.strategy().virtualStages();
        return filling * bubble(plan.strategy().pipelineSplit().schedule());
    }

    /// The bubble over that of 1F1B, with forward, backward for inputs and backward for weights
    /// alike: ZB-H1 a third, ZB-V none (arXiv 2401.10241 §3.1, §6), DualPipe a third (arXiv
    /// 2412.19437 table 2).
    private static double bubble(PipelineSchedule schedule) {
        return switch (schedule) {
            case ONE_FORWARD_ONE_BACKWARD, INTERLEAVED, GPIPE -> 1;
            case ZERO_BUBBLE, DUALPIPE -> 1.0 / 3;
            case ZERO_BUBBLE_V -> 0;
        };
    }

    /// {@return bytes that the optimizer reads and writes: states twice, gradients and weights; the
    /// gradients are also cleared and their norm is taken}
    private static double updated(DeploymentPlan plan, TrainingStates states, Load load) {
        if (states.adapter().isPresent()) {
            return 0;
        }
        boolean sharded = states.zeroStage().shardsOptimizer();
        double dense = load.weights() / (sharded ? plan.groups().denseShards() : 1);
        double experts = load.expertWeights() / (sharded ? plan.groups().expertShards() : 1);
        double each =
                3.0 * states.gradientBytes() + 2.0 * states.optimizerBytes() + states.weightBytes();
        return (dense + experts) * each;
    }

    /// {@return seconds of one micro-batch, without the sends between stages}
    static double work(Load load, Rates rates, TrainingExchanges exchanges, Pace pace) {
        return load.linear() / rates.matmulRate(pace)
                + load.experts() / rates.groupedRate(pace)
                + load.scores() / rates.scoreRate(pace)
                + load.traffic() / rates.memoryRate(pace)
                + load.tensorUnits() * exchanges.tensor().exposedSeconds(rates, pace)
                + load.contextUnits() * exchanges.context().exposedSeconds(rates, pace)
                + load.expertUnits() * exchanges.expert().exposedSeconds(rates, pace)
                + load.expertUnits() * exchanges.expertTensor().exposedSeconds(rates, pace);
    }

    private double part(TimePart part, Pace pace) {
        return switch (part) {
            case MATRIX_PRODUCTS -> microBatches * load.linear() / rates.matmulRate(pace);
            case EXPERT_PRODUCTS -> microBatches * load.experts() / rates.groupedRate(pace);
            case ATTENTION -> microBatches * load.scores() / rates.scoreRate(pace);
            case MEMORY_TRAFFIC -> microBatches * load.traffic() / rates.memoryRate(pace);
            case TENSOR_EXCHANGE ->
                    microBatches
                            * load.tensorUnits()
                            * exchanges.tensor().exposedSeconds(rates, pace);
            case CONTEXT_EXCHANGE ->
                    microBatches
                            * load.contextUnits()
                            * exchanges.context().exposedSeconds(rates, pace);
            case EXPERT_EXCHANGE ->
                    microBatches
                            * load.expertUnits()
                            * exchanges.expert().exposedSeconds(rates, pace);
            case EXPERT_TENSOR_EXCHANGE ->
                    microBatches
                            * load.expertUnits()
                            * exchanges.expertTensor().exposedSeconds(rates, pace);
            case PIPELINE_EXCHANGE ->
                    microBatches * exchanges.pipeline().exposedSeconds(rates, pace);
            case PIPELINE_IDLE -> idleMicroBatches * meanOverSlowest * microBatch(pace);
            case DATA_EXCHANGE -> data.seconds(rates, microBatch(pace), pace);
            case OPTIMIZER -> updated / rates.memoryRate(pace);
            case KERNEL_STARTS -> 0;
        };
    }

    private double microBatch(Pace pace) {
        return work(load, rates, exchanges, pace)
                + exchanges.pipeline().exposedSeconds(rates, pace);
    }

    private double total(Pace pace) {
        double microBatch = microBatch(pace);
        return (microBatches + idleMicroBatches * meanOverSlowest) * microBatch
                + data.seconds(rates, microBatch, pace)
                + updated / rates.memoryRate(pace);
    }

    @Override
    public Seconds expected() {
        return new Seconds(expected);
    }

    @Override
    public Seconds at(Pace pace) {
        return new Seconds(pace == Pace.EXPECTED ? expected : total(pace));
    }

    @Override
    public Seconds of(TimePart part, Pace pace) {
        return new Seconds(part(part, pace));
    }

    @Override
    public TokenRate throughput(Pace pace) {
        return TokenRate.of((double) training.globalBatch() * training.sequenceLength(), at(pace));
    }

    @Override
    public Derivation how(TimePart part, Pace pace) {
        return new TrainingArithmetic(
                        rates,
                        exchanges,
                        load,
                        data,
                        microBatches,
                        plan.strategy().pipeline(),
                        plan.strategy().virtualStages(),
                        bubble(plan.strategy().pipelineSplit().schedule()),
                        meanOverSlowest,
                        updated)
                .of(part, pace);
    }

    @Override
    public Derivation.Term tokens() {
        return Derivation.term(
                "tokens",
                (double) training.globalBatch() * training.sequenceLength(),
                "tokens of a global batch",
                "workload.training.globalBatch");
    }

    @Override
    public Wiring wiring() {
        return rates.wiring();
    }

    @Override
    public DeploymentPlan plan() {
        return plan;
    }
}
