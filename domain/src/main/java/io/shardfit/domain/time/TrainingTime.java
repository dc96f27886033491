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
import java.util.Optional;

/// The time of one optimizer step: all micro-batches on the slowest stage, the bubble of the
/// pipeline, the reduction of gradients and the update. An estimate, no measurement.
public final class TrainingTime implements KnownTime {
    private final DeploymentPlan plan;
    private final Training training;
    private final TrainingWork work;
    private final Data data;
    private final int microBatches;
    private final double idleMicroBatches;
    private final double updated;
    private final double expected;

    private TrainingTime(
            DeploymentPlan plan,
            Training training,
            TrainingWork work,
            Data data,
            int microBatches) {
        this.plan = plan;
        this.training = training;
        this.work = work;
        this.data = data;
        this.microBatches = microBatches;
        this.idleMicroBatches = idle(plan) * work.meanOverSlowest();
        this.updated = updated(plan, training.states(), work.load());
        this.expected = total(Pace.EXPECTED);
    }

    static StepTime of(DeploymentPlan plan, Training training, TimeModel model, RankLoad busiest) {
        Optional<TrainingWork> known = model.trainingWork(plan, training, busiest);
        if (known.isEmpty()) {
            return UnknownTime.RATE;
        }
        TrainingWork work = known.get();
        Wiring wiring = model.rates().wiring();
        int microBatches = microBatches(plan, training);
        Data data = Data.of(plan, training, work.load(), microBatches, wiring.domain());
        return data.isKnown(wiring)
                ? new TrainingTime(plan, training, work, data, microBatches)
                : UnknownTime.RATE;
    }

    private static int microBatches(DeploymentPlan plan, Training training) {
        long perPass = (long) training.microBatch() * plan.groups().replicas();
        return (int) Math.max(1, Math.ceilDiv((long) training.globalBatch(), perPass));
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

    private double part(TimePart part, Pace pace) {
        return switch (part) {
            case PIPELINE_IDLE -> idleMicroBatches * work.seconds(pace);
            case DATA_EXCHANGE -> data.seconds(rates(), work.seconds(pace), pace);
            case OPTIMIZER -> updated / rates().memoryRate(pace);
            case MATRIX_PRODUCTS,
                    EXPERT_PRODUCTS,
                    ATTENTION,
                    MEMORY_TRAFFIC,
                    TENSOR_EXCHANGE,
                    CONTEXT_EXCHANGE,
                    EXPERT_EXCHANGE,
                    EXPERT_TENSOR_EXCHANGE,
                    PIPELINE_EXCHANGE,
                    KERNEL_STARTS ->
                    microBatches * work.seconds(part, pace);
        };
    }

    private Rates rates() {
        return work.rates();
    }

    private double total(Pace pace) {
        double once = work.seconds(pace);
        return (microBatches + idleMicroBatches) * once
                + data.seconds(rates(), once, pace)
                + updated / rates().memoryRate(pace);
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
                        work,
                        data,
                        microBatches,
                        plan.strategy().pipeline(),
                        plan.strategy().virtualStages(),
                        bubble(plan.strategy().pipelineSplit().schedule()),
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
        return rates().wiring();
    }

    @Override
    public DeploymentPlan plan() {
        return plan;
    }
}
