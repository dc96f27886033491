package io.shardfit.domain.time;

import io.shardfit.domain.architecture.Experts;
import io.shardfit.domain.plan.DeploymentPlan;
import io.shardfit.domain.strategy.ParallelGroups;
import io.shardfit.domain.strategy.ParallelStrategy;
import io.shardfit.domain.strategy.PipelineSchedule;
import io.shardfit.domain.workload.ExpertDispatch.Dispatcher;
import io.shardfit.domain.workload.TrainingStates;
import io.shardfit.domain.workload.Workload.Training;

/// The collectives of a training step, placed on the nodes by rank order.
///
/// @param tensor around half a layer, one way
/// @param context keys and values once around the ring
/// @param expert dispatch or combination of one mixture layer
/// @param pipeline to and from the neighbours of a stage, per micro-batch
record TrainingExchanges(
        Exchange tensor,
        Exchange context,
        Exchange expert,
        Exchange expertTensor,
        Exchange pipeline) {
    /// Off unless `--tp-comm-overlap` is given (NVIDIA/Megatron-LM@d98e8a6
    /// megatron/training/arguments.py).
    static final Factor TENSOR_EXPOSED =
            new Factor(
                    0.3,
                    1,
                    1,
                    "exposed unless --tp-comm-overlap, NVIDIA/Megatron-LM@d98e8a6"
                            + " megatron/training/arguments.py");

    static final Factor EXPERTS_EXPOSED =
            new Factor(
                    0.3,
                    1,
                    1,
                    "exposed unless overlapped with another micro-batch, arXiv 2412.19437 §3.2.1");

    static final Factor EXPERTS_HIDDEN =
            new Factor(0, 0.1, 0.5, "DualPipe overlaps all-to-alls, arXiv 2412.19437 §3.2.1");

    static final Factor RING_EXPOSED =
            new Factor(0, 0.3, 1, "a ring runs beside attention, arXiv 2310.01889 §3");

    static final Factor SENDS_EXPOSED =
            new Factor(0, 1, 1, "1F1B waits for its neighbour, arXiv 2104.04473 §2.2");

    static final Factor SENDS_HIDDEN =
            new Factor(
                    0,
                    0.3,
                    1,
                    "overlapped with interleaved stages, NVIDIA/Megatron-LM@d98e8a6"
                            + " --overlap-p2p-communication");

    static TrainingExchanges of(DeploymentPlan plan, TrainingLoads loads, Wiring wiring) {
        Training training = loads.training();
        ParallelStrategy s = plan.strategy();
        double hidden =
                loads.tokens() * plan.model().hiddenSize() * training.precision().activationBytes();
        int domain = wiring.domain();
        return new TrainingExchanges(
                tensor(s, hidden, domain),
                context(plan, loads, domain),
                plan.model()
                        .experts()
                        .map(experts -> expert(plan, loads, experts, domain))
                        .orElse(Exchange.NONE),
                plan.model()
                        .experts()
                        .map(experts -> expertTensor(plan, loads, experts, domain))
                        .orElse(Exchange.NONE),
                pipeline(plan, hidden, domain));
    }

    /// With sequence parallelism an all-gather and a reduce-scatter, else an all-reduce, which
    /// moves as much.
    private static Exchange tensor(ParallelStrategy s, double hidden, int domain) {
        Group group = Group.of(s.tensor(), 1, domain);
        return s.sequenceParallel()
                ? Exchange.gather(2, group, hidden, TENSOR_EXPOSED)
                : Exchange.gather(1, group, 2 * hidden, TENSOR_EXPOSED);
    }

    private static Exchange context(DeploymentPlan plan, TrainingLoads loads, int domain) {
        ParallelStrategy s = plan.strategy();
        double elements = plan.model().attention().cachedElementsPerToken(s.tensor());
        double payload = loads.tokens() * elements * loads.training().precision().activationBytes();
        boolean leaves = Group.of(s.context(), s.tensor(), domain).leavesTheNode();
        return Exchange.send(s.context() - 1, leaves, payload, RING_EXPOSED);
    }

    private static Exchange expert(
            DeploymentPlan plan, TrainingLoads loads, Experts experts, int domain) {
        ParallelGroups groups = plan.groups();
        Group group = Group.of(groups.expert(), plan.expertStride(), domain);
        int width = experts.inputWidth(plan.model().hiddenSize());
        double payload =
                loads.copies()
                        * loads.busiest()
                        * width
                        * loads.training().precision().activationBytes();
        Factor exposed =
                plan.strategy().pipelineSplit().schedule() == PipelineSchedule.DUALPIPE
                        ? EXPERTS_HIDDEN
                        : EXPERTS_EXPOSED;
        return Exchange.allToAll(
                group,
                payload * sent(loads, experts, group),
                sendsOnce(loads) ? AchievedShares.DEEPEP : AchievedShares.ALL_TO_ALL,
                exposed);
    }

    /// Ranks that split an expert gather each other's tokens before it and reduce their parts after
    /// it, beside every all-to-all (NVIDIA/Megatron-LM@d98e8a6
    /// megatron/core/transformer/moe/token_dispatcher.py, `MoEAlltoAllTokenDispatcher`).
    private static Exchange expertTensor(
            DeploymentPlan plan, TrainingLoads loads, Experts experts, int domain) {
        int ranks = plan.groups().expertTensor();
        double payload =
                loads.copies()
                        * ranks
                        * loads.busiest()
                        * experts.inputWidth(plan.model().hiddenSize())
                        * loads.training().precision().activationBytes();
        return Exchange.gather(1, Group.of(ranks, 1, domain), payload, TENSOR_EXPOSED);
    }

    private static boolean sendsOnce(TrainingLoads loads) {
        Dispatcher dispatcher = loads.training().dispatch().dispatcher();
        return dispatcher == Dispatcher.DEEPEP || dispatcher == Dispatcher.HYBRIDEP;
    }

    /// DeepEP sends a token once to each rank that it visits, and between nodes once to each node.
    ///
    /// @return payload over one copy per visit
    private static double sent(TrainingLoads loads, Experts experts, Group group) {
        if (!sendsOnce(loads)) {
            return 1;
        }
        double places = group.leavesTheNode() ? (double) group.size() / group.near() : group.size();
        double visited = places * (1 - Math.pow(1 - 1 / places, experts.perToken()));
        return Math.min(1, visited / experts.perToken());
    }

    /// Each chunk receives and sends once forward and once backward; a rank sends its part of the
    /// hidden states (arXiv 2104.04473 §4.1).
    private static Exchange pipeline(DeploymentPlan plan, double hidden, int domain) {
        ParallelStrategy s = plan.strategy();
        if (s.pipeline() == 1) {
            return Exchange.NONE;
        }
        boolean leaves = plan.ranks().ranksPerStage() >= domain;
        return Exchange.send(
                2 * s.virtualStages(),
                leaves,
                hidden / s.tensor(),
                s.virtualStages() > 1 ? SENDS_HIDDEN : SENDS_EXPOSED);
    }

    boolean areKnown(Wiring wiring) {
        return tensor.isKnown(wiring)
                && context.isKnown(wiring)
                && expert.isKnown(wiring)
                && expertTensor.isKnown(wiring)
                && pipeline.isKnown(wiring);
    }

    /// What ranks with the same weights exchange.
    ///
    /// @param dense once, for the weights without routed experts
    /// @param experts once, for the routed experts
    /// @param times how often in a step: once, or with sharded weights in every micro-batch
    /// @param hidden the part of a micro-batch's work behind which it hides
    record Data(Exchange dense, Exchange experts, int times, Factor hidden) {
        static final Factor ONCE =
                new Factor(
                        1,
                        0.5,
                        0,
                        "none without, all with --overlap-grad-reduce and --overlap-param-gather,"
                                + " NVIDIA/Megatron-LM@d98e8a6 megatron/training/arguments.py");
        static final Factor EVERY_PASS =
                new Factor(
                        1,
                        0.8,
                        0.5,
                        "FSDP gathers the next layer beside this one, arXiv" + " 2304.11277 §3.3");

        static Data of(
                DeploymentPlan plan, Training training, Load load, int microBatches, int domain) {
            ParallelGroups groups = plan.groups();
            ParallelStrategy s = plan.strategy();
            TrainingStates states = training.states();
            boolean sharded = states.zeroStage().shardsWeights();
            boolean trained = states.adapter().isEmpty();
            double gathers = sharded ? (states.reshardAfterForward() ? 2 : 1) : trained ? 1 : 0;
            double perElement =
                    gathers * states.weightBytes() + (trained ? states.gradientBytes() : 0);
            return new Data(
                    Exchange.gather(
                            2,
                            Group.of(groups.denseShards(), s.tensor(), domain),
                            load.weights() * perElement / 2,
                            Exchange.ALL_EXPOSED),
                    Exchange.gather(
                            2,
                            Group.of(
                                    groups.expertShards(),
                                    plan.expertStride() * groups.expert(),
                                    domain),
                            load.expertWeights() * perElement / 2,
                            Exchange.ALL_EXPOSED),
                    sharded ? microBatches : 1,
                    sharded ? EVERY_PASS : ONCE);
        }

        boolean isKnown(Wiring wiring) {
            return dense.isKnown(wiring) && experts.isKnown(wiring);
        }

        /// {@return seconds of a step that are not hidden}
        ///
        /// @param work seconds of a micro-batch
        double seconds(Rates rates, double work, Pace pace) {
            double all = dense.seconds(rates, pace) + experts.seconds(rates, pace);
            return times * Math.max(0, all - hidden.at(pace) * work);
        }
    }
}
