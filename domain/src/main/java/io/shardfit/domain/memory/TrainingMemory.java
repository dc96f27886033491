package io.shardfit.domain.memory;

import io.shardfit.domain.architecture.Attention.GroupedQuery;
import io.shardfit.domain.architecture.ModelArchitecture;
import io.shardfit.domain.architecture.Normalization;
import io.shardfit.domain.balance.RankLoad;
import io.shardfit.domain.plan.DeploymentPlan;
import io.shardfit.domain.quantity.ByteSize;
import io.shardfit.domain.quantity.Derivation;
import io.shardfit.domain.quantity.ParameterCount;
import io.shardfit.domain.quantity.Ratio;
import io.shardfit.domain.strategy.ParallelGroups;
import io.shardfit.domain.strategy.ParallelStrategy;
import io.shardfit.domain.strategy.PipelineLayout.StageLayers;
import io.shardfit.domain.workload.ActivationRecomputation;
import io.shardfit.domain.workload.TrainingPrecision;
import io.shardfit.domain.workload.Workload.Training;
import java.util.List;

/// Training memory of the fullest rank per stage: states that live for the whole run, activations
/// of the micro-batches in flight, the head, and what lies around them. The terms and the 19
/// published measurements they were compared with are in docs/memory-model.md.
///
/// @param microBatches micro-batches of one optimizer step on one rank
record TrainingMemory(
        DeploymentPlan plan,
        Training training,
        ParallelGroups groups,
        RankParameters rank,
        LayerActivations layer,
        WeightGradientCache cache,
        int microBatches,
        boolean measuredShape,
        RankLoad load)
        implements MemoryModel {

    /// Activations differed by up to 4 % per stage in the published runs; outside the shapes that
    /// were measured the interval doubles.
    private static final Interval MEASURED =
            Interval.between(
                    Ratio.of(95, 100),
                    Ratio.of(105, 100),
                    "5 % within the shapes of the published measurements, and above it the"
                            + " gradients of one layer's activations");

    private static final Interval UNMEASURED =
            Interval.between(
                    Ratio.of(90, 100),
                    Ratio.of(110, 100),
                    "10 % outside the shapes of the published measurements, and above it the"
                            + " gradients of one layer's activations");
    private static final Interval FP8_ACTIVATIONS =
            Interval.between(
                    Ratio.of(1, 2),
                    Ratio.of(110, 100),
                    "half when linear inputs are kept in FP8; 10 % and one layer above");
    private static final Interval FP8_WEIGHTS =
            Interval.between(
                    Ratio.of(1, 2),
                    Ratio.of(2, 1),
                    "half with FP8 parameters, double with FP8 copies in both orientations");
    private static final Interval GATHERED =
            Interval.between(
                    Ratio.of(1, 2), Ratio.of(3, 2), "one to three layers at once, two expected");
    private static final Interval LOGITS_INTERVAL =
            Interval.between(
                    Ratio.of(1, 2),
                    Ratio.of(2, 1),
                    "half in 16 bits, double without a fused cross entropy");
    private static final Interval CACHE_INTERVAL =
            Interval.between(
                    Ratio.of(0, 1),
                    Ratio.ONE,
                    "none before Transformer Engine 2.3, or 2.10 for grouped experts");

    static TrainingMemory of(DeploymentPlan plan, Training training, RankLoad load) {
        ParallelGroups groups = plan.groups();
        RankParameters rank = RankParameters.of(plan, load);
        return new TrainingMemory(
                plan,
                training,
                groups,
                rank,
                LayerActivations.of(plan, training, load),
                new WeightGradientCache(rank),
                microBatches(training, groups),
                isMeasuredShape(plan, training),
                load);
    }

    private static int microBatches(Training training, ParallelGroups groups) {
        long perPass = (long) training.microBatch() * groups.replicas();
        return (int) Math.max(1, Math.ceilDiv((long) training.globalBatch(), perPass));
    }

    /// The shapes among the published runs: plain 1F1B with at most two stages, one of pipeline and
    /// context parallel, sequence parallel, no recomputation; experts and latent attention only
    /// without TP and CP; gated blocks, RMS norms, untied embeddings.
    private static boolean isMeasuredShape(DeploymentPlan plan, Training training) {
        ParallelStrategy strategy = plan.strategy();
        ModelArchitecture model = plan.model();
        boolean plainSplit =
                strategy.pipeline() <= 2
                        && strategy.virtualStages() == 1
                        && (strategy.pipeline() == 1 || strategy.context() == 1)
                        && strategy.normShards() == strategy.tensor();
        boolean plainLayers =
                model.experts().isEmpty() && model.attention() instanceof GroupedQuery;
        boolean unsplitLayers = strategy.tensor() == 1 && strategy.context() == 1;
        boolean usualModel =
                model.feedForward().gated()
                        && !model.tiedEmbeddings()
                        && model.normalization() == Normalization.RMSNORM;
        return plainSplit
                && (plainLayers || unsplitLayers)
                && usualModel
                && training.microBatch() == 1
                && training.precision() == TrainingPrecision.BF16
                && training.recomputation() == ActivationRecomputation.NONE;
    }

    @Override
    public List<MemoryPart> parts() {
        return TrainingParts.of(
                plan.model().experts().isPresent(), training.zeroStage().shardsWeights());
    }

    @Override
    public ByteSize expected(MemoryPart part, StageLayers stage) {
        return ByteSize.ofBytes(
                switch (part) {
                    case WEIGHTS -> weights(rank.dense(stage), groups.denseShards());
                    case EXPERT_WEIGHTS -> weights(rank.routed(stage), groups.expertShards());
                    case GATHERED_WEIGHTS -> gatheredBytes();
                    case GRADIENTS -> gradients(rank.dense(stage), groups.denseShards());
                    case EXPERT_GRADIENTS -> gradients(rank.routed(stage), groups.expertShards());
                    case OPTIMIZER_STATES -> states(rank.dense(stage), groups.denseShards());
                    case EXPERT_OPTIMIZER_STATES ->
                            states(rank.routed(stage), groups.expertShards());
                    case ACTIVATIONS -> activationBytes(stage);
                    case LOGITS -> logitBytes(stage);
                    case WEIGHT_GRADIENT_CACHE -> cacheBytes(stage);
                    case CUDA_CONTEXT -> Communicators.CONTEXT.bytes();
                    case COMMUNICATORS -> Communicators.bytes(plan).bytes();
                    case ALLOCATOR_SLACK,
                            KEY_VALUE_CACHE,
                            ABSORBED_PROJECTIONS,
                            ROTARY_TABLE,
                            DRAFT_MODEL,
                            STATE_CACHE,
                            FORWARD_PASS,
                            SAMPLER,
                            EXPERT_WORKSPACE,
                            KEPT_BUFFERS,
                            ENCODER,
                            CUDA_GRAPHS,
                            ENGINE_LIBRARIES,
                            WORKING_SET ->
                            0;
                });
    }

    @Override
    public Interval interval(MemoryPart part, StageLayers stage) {
        return switch (part) {
            case WEIGHTS, EXPERT_WEIGHTS ->
                    training.precision().isNarrow() ? FP8_WEIGHTS : Interval.COUNTED;
            case GRADIENTS, EXPERT_GRADIENTS, OPTIMIZER_STATES, EXPERT_OPTIMIZER_STATES ->
                    Interval.COUNTED;
            case GATHERED_WEIGHTS -> GATHERED;
            case ACTIVATIONS ->
                    activationInterval().andAbove(ByteSize.ofBytes(largestLayer(stage)));
            case LOGITS -> LOGITS_INTERVAL;
            case WEIGHT_GRADIENT_CACHE -> CACHE_INTERVAL;
            case CUDA_CONTEXT -> Communicators.CONTEXT_INTERVAL;
            case COMMUNICATORS -> Communicators.INTERVAL;
            case ALLOCATOR_SLACK,
                    KEY_VALUE_CACHE,
                    ABSORBED_PROJECTIONS,
                    ROTARY_TABLE,
                    DRAFT_MODEL,
                    STATE_CACHE,
                    FORWARD_PASS,
                    SAMPLER,
                    EXPERT_WORKSPACE,
                    KEPT_BUFFERS,
                    ENCODER,
                    CUDA_GRAPHS,
                    ENGINE_LIBRARIES,
                    WORKING_SET ->
                    Interval.COUNTED;
        };
    }

    /// The high end also holds the gradients of one layer's activations, which live for a moment of
    /// the backward pass and are not part of the published formula.
    private Interval activationInterval() {
        if (training.precision().isNarrow()) {
            return FP8_ACTIVATIONS;
        }
        return measuredShape ? MEASURED : UNMEASURED;
    }

    private long weights(long parameters, int shards) {
        long whole = Math.multiplyExact(parameters, (long) training.states().weightBytes());
        return Math.ceilDiv(whole, weightShards(shards));
    }

    /// ZeRO 3 holds the layer at work and the next one whole.
    private long gatheredBytes() {
        return Math.multiplyExact(2 * rank.largestLayer(), (long) training.states().weightBytes());
    }

    private long gradients(long parameters, int shards) {
        return Math.ceilDiv(
                Math.multiplyExact(parameters, (long) training.states().gradientBytes()),
                gradientShards(shards));
    }

    private long states(long parameters, int shards) {
        return Math.ceilDiv(
                Math.multiplyExact(parameters, (long) stateBytes()), optimizerShards(shards));
    }

    private int stateBytes() {
        return training.states().optimizerBytes();
    }

    private int weightShards(int shards) {
        return training.zeroStage().shardsWeights() ? shards : 1;
    }

    private int gradientShards(int shards) {
        return training.zeroStage().shardsGradients() ? shards : 1;
    }

    private int optimizerShards(int shards) {
        return training.zeroStage().shardsOptimizer() ? shards : 1;
    }

    private int chunksInFlight(StageLayers stage) {
        return plan.layout().chunksInFlight(stage.stage(), microBatches);
    }

    /// One micro-batch's activations on the stage, before the recomputed parts are put back.
    private long keptPerMicroBatch(StageLayers stage) {
        return switch (training.recomputation()) {
            case NONE, SELECTIVE -> layer.kept(stage);
            case FULL -> stage.counts().layers() * layer.checkpoint();
        };
    }

    private long workingLayer(StageLayers stage) {
        return training.recomputation() == ActivationRecomputation.FULL ? largestLayer(stage) : 0;
    }

    private long largestLayer(StageLayers stage) {
        return layer.largest(stage);
    }

    private long activationBytes(StageLayers stage) {
        long inFlight = Math.multiplyExact(keptPerMicroBatch(stage), (long) chunksInFlight(stage));
        return Math.ceilDiv(inFlight, plan.layout().chunksPerStage()) + workingLayer(stage);
    }

    /// Fp32 logits, and the final norm's input and output, on the last stage.
    private long logitBytes(StageLayers stage) {
        if (!stage.last()) {
            return 0;
        }
        long perToken = 4L * plan.model().vocabularySize();
        return Math.ceilDiv(Math.multiplyExact(layer.tokens(), perToken), plan.strategy().tensor())
                + 2 * layer.checkpoint();
    }

    private long cacheBytes(StageLayers stage) {
        return Math.multiplyExact(cache.elements(stage), (long) training.states().weightBytes());
    }

    @Override
    public ParameterCount parametersOn(StageLayers stage) {
        return ParameterCount.of(Math.addExact(rank.dense(stage), rank.routed(stage)));
    }

    @Override
    public Derivation derivation(MemoryPart part, StageLayers stage) {
        return new TrainingArithmetic(this, stage).of(part);
    }

    /// {@return the values that the printed arithmetic names}
    Facts facts(StageLayers stage) {
        return new Facts(
                stateBytes(), chunksInFlight(stage), keptPerMicroBatch(stage), workingLayer(stage));
    }

    /// @param stateBytes optimizer bytes per parameter
    /// @param chunks model chunks whose activations are held at once
    /// @param kept bytes one micro-batch keeps on the stage
    /// @param working bytes of the layer being recomputed
    record Facts(long stateBytes, int chunks, long kept, long working) {}
}
