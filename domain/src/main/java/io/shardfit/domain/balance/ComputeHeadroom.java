package io.shardfit.domain.balance;

import io.shardfit.domain.architecture.LayerCounts;
import io.shardfit.domain.architecture.ModelArchitecture;
import io.shardfit.domain.architecture.ParameterBreakdown;
import io.shardfit.domain.architecture.TokenMixer;
import io.shardfit.domain.hardware.Figure;
import io.shardfit.domain.hardware.Figure.Known;
import io.shardfit.domain.hardware.Gpu;
import io.shardfit.domain.plan.DeploymentPlan;
import io.shardfit.domain.quantity.ByteRate;
import io.shardfit.domain.quantity.ByteSize;
import io.shardfit.domain.quantity.Derivation;
import io.shardfit.domain.quantity.Derivation.Term;
import io.shardfit.domain.quantity.FlopCount;
import io.shardfit.domain.quantity.FlopRate;
import io.shardfit.domain.quantity.Precision;
import io.shardfit.domain.quantity.Seconds;
import io.shardfit.domain.quantity.Share;
import io.shardfit.domain.workload.Workload.Inference;
import io.shardfit.domain.workload.Workload.Training;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// How long one step takes at the very least by arithmetic and by memory traffic, on one GPU, and
/// which of the two is longer. A lower bound at peak rates, not a forecast of speed.
///
/// A step is one optimizer step when training and one token of every sequence when serving. FLOPs:
/// `2·N_active` per token forward and twice that backward (Kaplan et al., arXiv 2001.08361 §2.1),
/// plus the attention score products `4·s·a·d_score/2` per token and layer, causal, plus what is
/// recomputed.
///
/// @param resident bytes that a pass reads: weights when training, weights and cache in serving
public record ComputeHeadroom(
        DeploymentPlan plan,
        ByteSize resident,
        Precision precision,
        Figure<FlopRate> peak,
        Figure<ByteRate> memoryRate) {
    private static final TokenMixer[] MIXERS = TokenMixer.values();
    private static final String FLOPS_SOURCE =
            "arXiv 2001.08361 §2.1 (2 FLOPs per active parameter and token, backward twice"
                    + " forward); causal attention scores arXiv 2205.05198 appendix A";
    private static final String TRAFFIC_SOURCE =
            "weights once per pass, and the cache when serving; states and activations are not"
                    + " counted, so this is a lower bound";

    public static ComputeHeadroom of(DeploymentPlan plan, ByteSize resident) {
        Gpu gpu = plan.cluster().gpu();
        Precision precision = plan.workload().computePrecision();
        return new ComputeHeadroom(
                plan, resident, precision, gpu.peakAt(precision), gpu.memoryRate());
    }

    /// {@return operations of a step on one GPU; counted when asked for, because a search asks a
    /// time model instead}
    public FlopCount perGpu() {
        return new FlopCount(
                withoutRecomputation(plan).operations() + RecomputationWork.of(plan).operations());
    }

    /// {@return operations of a step on one GPU, each once}
    static FlopCount withoutRecomputation(DeploymentPlan plan) {
        return new FlopCount(
                tokens(plan)
                        * products(plan)
                        * (2.0 * multiplied(plan.model()) + scores(plan))
                        / plan.groups().worldSize());
    }

    /// {@return products of each weight in a step: one forward, two backward}
    private static double products(DeploymentPlan plan) {
        return switch (plan.workload()) {
            case Training _ -> 3;
            case Inference _ -> 1;
        };
    }

    private static double tokens(DeploymentPlan plan) {
        return switch (plan.workload()) {
            case Training t -> (double) t.globalBatch() * t.sequenceLength();
            case Inference i -> i.concurrentSequences();
        };
    }

    /// {@return how often a step reads the weights}
    private static double passes(DeploymentPlan plan) {
        return switch (plan.workload()) {
            case Training t ->
                    switch (t.recomputation()) {
                        case NONE, SELECTIVE -> 3;
                        case FULL -> 4;
                    };
            case Inference _ -> 1;
        };
    }

    private static double attended(DeploymentPlan plan) {
        return switch (plan.workload()) {
            case Training t -> t.sequenceLength() / 2.0;
            case Inference i -> i.contextLength();
        };
    }

    /// {@return the active parameters that a token is multiplied with: the embedding is a look-up}
    private static double multiplied(ModelArchitecture model) {
        ParameterBreakdown parameters = model.parameters();
        long lookedUp = model.tiedEmbeddings() ? 0 : parameters.embedding().count();
        return parameters.active().count() - lookedUp;
    }

    private static double scores(DeploymentPlan plan) {
        ModelWork work = new ModelWork(plan.model());
        LayerCounts counts = plan.model().stack().counts();
        double scores = 0;
        for (TokenMixer mixer : MIXERS) {
            int layers = counts.of(mixer);
            scores += layers == 0 ? 0 : layers * work.scores(mixer, attended(plan)).operations();
        }
        return scores;
    }

    /// {@return operations of a forward pass's score and value products of a step on one GPU}
    public static FlopCount attentionScores(DeploymentPlan plan) {
        return new FlopCount(tokens(plan) * scores(plan) / plan.groups().worldSize());
    }

    /// {@return bytes that a step reads on one GPU}
    public ByteSize traffic() {
        return switch (plan.workload()) {
            case Training t -> resident.times(microBatches(plan, t) * (long) passes(plan));
            case Inference _ -> resident;
        };
    }

    private static long microBatches(DeploymentPlan plan, Training training) {
        return Math.max(
                1,
                Math.ceilDiv(
                        (long) training.globalBatch(),
                        (long) training.microBatch() * plan.groups().replicas()));
    }

    /// {@return the least seconds of arithmetic, when the peak rate is known}
    public Optional<Seconds> computeSeconds() {
        return peak.value().map(perGpu()::at);
    }

    /// {@return the least seconds of memory traffic, when the memory rate is known}
    public Optional<Seconds> memorySeconds() {
        return memoryRate.value().map(rate -> rate.timeFor(traffic()));
    }

    /// {@return the longer of arithmetic and traffic}
    public Bound bound() {
        Optional<Seconds> compute = computeSeconds();
        Optional<Seconds> memory = memorySeconds();
        if (compute.isEmpty() || memory.isEmpty()) {
            return Bound.UNKNOWN;
        }
        return memory.orElseThrow().isLongerThan(compute.orElseThrow())
                ? Bound.MEMORY_BANDWIDTH
                : Bound.COMPUTE;
    }

    /// {@return the part of a step in which a pipeline stage has nothing to do}
    ///
    /// `(PP − 1) ÷ v ÷ n` of the work of a step (Narayanan et al., arXiv 2104.04473 §2.2), over the
    /// whole step; nothing when serving, where requests overlap.
    public static Share pipelineBubble(DeploymentPlan plan) {
        double idle = idleOverWork(plan);
        return new Share(idle / (1 + idle));
    }

    public Share pipelineBubble() {
        return pipelineBubble(plan);
    }

    private static double idleOverWork(DeploymentPlan plan) {
        return plan.workload() instanceof Training training
                ? (plan.strategy().pipeline() - 1.0)
                        / plan.strategy().virtualStages()
                        / microBatches(plan, training)
                : 0;
    }

    public Derivation pipelineBubbleHow() {
        return Derivation.of(
                pipelineBubble().fraction(),
                "share",
                "idle ÷ (1 + idle)",
                "arXiv 2104.04473 §2.2",
                Derivation.term(
                        "idle",
                        idleOverWork(plan),
                        "(PP - 1) ÷ v ÷ micro-batches when training, 0 when serving",
                        "strategy.pipelineParallel"));
    }

    public Derivation flopsHow() {
        return Derivation.of(
                perGpu().operations(),
                "FLOP",
                "tokens × passes × (2 × N + scores) ÷ W + again",
                FLOPS_SOURCE,
                Derivation.term("tokens", tokens(plan), "tokens of a step", "workload"),
                Derivation.term("passes", products(plan), "forward 1, backward 2", "workload"),
                Derivation.term(
                        "N",
                        multiplied(plan.model()),
                        "active parameters without the embedding look-up",
                        "model"),
                Derivation.term(
                        "scores", scores(plan), "score and value products per token", "model"),
                Derivation.term("W", plan.groups().worldSize(), "GPUs", "strategy"),
                Derivation.term(
                        "again",
                        RecomputationWork.of(plan).operations(),
                        "operations computed again on a GPU, arXiv 2205.05198 §5",
                        "workload.training.recomputation"));
    }

    public Derivation trafficHow() {
        List<Term> terms = new ArrayList<>();
        terms.add(
                Derivation.term(
                        "resident",
                        plan.workload() instanceof Training training
                                ? traffic().bytes()
                                        / (microBatches(plan, training) * (long) passes(plan))
                                : traffic().bytes(),
                        "bytes read in a pass: weights, and the cache when serving",
                        "memory"));
        long reads =
                plan.workload() instanceof Training training
                        ? microBatches(plan, training) * (long) passes(plan)
                        : 1;
        terms.add(Derivation.term("passes", reads, "micro-batches × passes of a step", "workload"));
        return Derivation.of(
                traffic().bytes(),
                "bytes",
                "resident × passes",
                TRAFFIC_SOURCE,
                terms.toArray(Term[]::new));
    }

    public Optional<Derivation> computeSecondsHow() {
        return peak instanceof Known<FlopRate>(FlopRate rate, String source)
                ? Optional.of(
                        Derivation.of(
                                computeSeconds().orElseThrow().seconds(),
                                "seconds",
                                "FLOP ÷ peak",
                                source,
                                Derivation.term(
                                        "FLOP", "operations of a step on a GPU", flopsHow()),
                                Derivation.term(
                                        "peak",
                                        rate.perSecond(),
                                        "dense peak at " + precision.word(),
                                        source)))
                : Optional.empty();
    }

    public Optional<Derivation> memorySecondsHow() {
        return memoryRate instanceof Known<ByteRate>(ByteRate rate, String source)
                ? Optional.of(
                        Derivation.of(
                                memorySeconds().orElseThrow().seconds(),
                                "seconds",
                                "bytes ÷ rate",
                                source,
                                Derivation.term(
                                        "bytes", "traffic of a step on a GPU", trafficHow()),
                                Derivation.term(
                                        "rate", rate.perSecond(), "memory bandwidth", source)))
                : Optional.empty();
    }
}
