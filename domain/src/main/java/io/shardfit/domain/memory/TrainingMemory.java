package io.shardfit.domain.memory;

import io.shardfit.domain.architecture.LayerCounts;
import io.shardfit.domain.balance.RankLoad;
import io.shardfit.domain.plan.DeploymentPlan;
import io.shardfit.domain.quantity.ByteSize;
import io.shardfit.domain.quantity.Derivation;
import io.shardfit.domain.quantity.ParameterCount;
import io.shardfit.domain.quantity.Ratio;
import io.shardfit.domain.strategy.ParallelGroups;
import io.shardfit.domain.strategy.PipelineLayout;
import io.shardfit.domain.strategy.PipelineLayout.StageLayers;
import io.shardfit.domain.workload.Workload.Training;
import java.util.List;

/// Training memory of the fullest rank per stage: states that live for the whole run, activations
/// of the micro-batches in flight, what is live beside them at the peak, and what lies around them.
/// Which tensors those are follows from the {@link TrainingRuntime}; the terms and the published
/// measurements they were compared with are in docs/memory-model.md.
///
/// @param microBatches micro-batches of one optimizer step on one rank
/// @param parts the parts of this job, in the order they are shown
/// @param everywhere what every stage holds alike
record TrainingMemory(
        DeploymentPlan plan,
        RankLoad load,
        Training training,
        TrainingRuntime runtime,
        ParallelGroups groups,
        RankParameters rank,
        LayerActivations layer,
        WeightGradientCache cache,
        PipelineLayout layout,
        int microBatches,
        List<MemoryPart> parts,
        boolean measuredShape,
        Everywhere everywhere)
        implements MemoryModel {
    private static final Interval FP8_WEIGHTS =
            Interval.between(
                    Ratio.of(1, 2),
                    Ratio.of(2, 1),
                    "half with FP8 parameters, double with FP8 copies in both orientations");
    private static final Interval GATHERED =
            Interval.between(
                    Ratio.of(1, 2), Ratio.of(3, 2), "one to three layers at once, two expected");
    private static final Interval SUMMED =
            Interval.between(
                    Ratio.of(1, 2),
                    Ratio.ONE,
                    "half where gradients of a pipeline stage are reduced more often");
    private static final Interval CACHE_INTERVAL =
            Interval.between(
                    Ratio.of(0, 1),
                    Ratio.ONE,
                    "none before Transformer Engine 2.3, or 2.10 for grouped experts");

    /// What does not depend on the stage, computed once.
    ///
    /// @param productWorkspace workspace of torch's matrix products
    /// @param dispatchBuffer buffer of the experts' exchange, where it is needed
    record Everywhere(long productWorkspace, long dispatchBuffer, long communicators) {}

    static TrainingMemory of(
            DeploymentPlan plan, Training training, RankLoad load, SharedSums shared) {
        ParallelGroups groups = plan.groups();
        TrainingRuntime runtime = TrainingRuntime.of(plan, training);
        TrainingSums sums = shared.of(training);
        List<MemoryPart> parts = sums.parts(plan, training, runtime);
        RankParameters rank = RankParameters.of(plan, load, shared);
        SavedTable table = runtime.table(LayerShapes.of(plan, training, load));
        return new TrainingMemory(
                plan,
                load,
                training,
                runtime,
                groups,
                rank,
                new LayerActivations(table, sums.kept(table)),
                cachesGrouped(runtime) ? rank.sums().groupedCache() : rank.sums().plainCache(),
                plan.layout(),
                microBatches(training, groups),
                parts,
                MeasuredShapes.contain(plan, training, runtime),
                new Everywhere(
                        TrainingSurroundings.productWorkspace(plan),
                        parts.contains(MemoryPart.DISPATCH_BUFFER) ? DispatchBuffer.bytes(plan) : 0,
                        Communicators.bytes(plan).bytes()));
    }

    private static boolean cachesGrouped(TrainingRuntime runtime) {
        return runtime instanceof TransformerEngineRuntime engine && !engine.engineBefore("2.10");
    }

    private static int microBatches(Training training, ParallelGroups groups) {
        long perPass = (long) training.microBatch() * groups.replicas();
        return (int) Math.max(1, Math.ceilDiv((long) training.globalBatch(), perPass));
    }

    /// {@return whether gradients are summed over micro-batches, so that they lie beside the
    /// activations of the next}
    boolean accumulates() {
        return microBatches > 1 || plan.strategy().pipeline() > 1;
    }

    @Override
    public ByteSize expected(MemoryPart part, StageLayers stage) {
        return ByteSize.ofBytes(on(stage).bytes(part));
    }

    TrainingStage on(StageLayers stage) {
        return TrainingStage.of(this, stage);
    }

    /// Blockwise recomputation keeps the last layers of a chunk, which equal counts do not tell.
    @Override
    public List<StageLayers> telling(SharedSums shared) {
        return layer.isBlockwise() ? layout.all() : shared.telling(plan, layout);
    }

    TrainingStatesOnRank states(StageLayers stage) {
        return TrainingStatesOnRank.of(this, stage);
    }

    TrainingSurroundings surroundings() {
        return new TrainingSurroundings(this);
    }

    AllocatorSlack slack() {
        return runtime.slack(layer.table().shapes());
    }

    @Override
    public Interval interval(MemoryPart part, StageLayers stage) {
        return switch (part) {
            case WEIGHTS, EXPERT_WEIGHTS -> weightInterval();
            case GRADIENTS, EXPERT_GRADIENTS -> gradientInterval();
            case OPTIMIZER_STATES, EXPERT_OPTIMIZER_STATES -> Interval.COUNTED;
            case GATHERED_WEIGHTS -> GATHERED;
            case ACTIVATIONS -> runtime.intervals().kept(this);
            case TRANSIENT, PREDICTION_LOSS -> runtime.intervals().peak(this);
            case WORKSPACES,
                    GATHER_BUFFER,
                    INPUT_GRADIENT,
                    STAGE_BUFFERS,
                    STEP_BUFFERS,
                    DISPATCH_BUFFER ->
                    runtime.intervals().buffers();
            case WEIGHT_GRADIENT_CACHE -> CACHE_INTERVAL;
            case CUDA_CONTEXT -> Communicators.TRAINING_CONTEXT_INTERVAL;
            case COMMUNICATORS -> Communicators.INTERVAL;
            case ALLOCATOR_SLACK,
                    KEY_VALUE_CACHE,
                    WORKING_SET,
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
                    ENGINE_LIBRARIES ->
                    Interval.COUNTED;
        };
    }

    private Interval gradientInterval() {
        return runtime instanceof FullyShardedRuntime && plan.strategy().pipeline() > 1
                ? SUMMED
                : Interval.COUNTED;
    }

    private Interval weightInterval() {
        return training.precision().isNarrow() ? FP8_WEIGHTS : Interval.COUNTED;
    }

    /// {@return elements of the larger group of parameters whose optimizer steps at once: dense
    /// weights or experts, of one rank's share}
    long largestGroup(StageLayers stage) {
        return states(stage).largestGroup();
    }

    /// {@return layers that the longest chunk of a stage holds}
    int longestChunk(StageLayers stage) {
        if (layout.chunksPerStage() == 1) {
            return stage.counts().layers();
        }
        int longest = 0;
        for (int round = 0; round < layout.chunksPerStage(); round++) {
            longest = Math.max(longest, layout.chunk(stage.stage(), round, 0).layers());
        }
        return longest;
    }

    /// {@return bytes of layers that full recomputation has at work, beyond their checkpoint}
    long workingBytes(StageLayers stage) {
        return layer.isFull() ? layer.working(stage.counts(), longestChunk(stage)) : 0;
    }

    /// {@return bytes that one micro-batch keeps of a chunk of a stage}
    long kept(StageLayers stage, int round) {
        LayerCounts counts =
                layout.chunksPerStage() == 1
                        ? stage.counts()
                        : layout.chunk(stage.stage(), round, 0);
        if (!layer.isBlockwise()) {
            return layer.kept(counts, counts.layers());
        }
        return layer.kept(tail(stage, round), counts.layers());
    }

    /// {@return the layers of a chunk that blockwise recomputation keeps}
    LayerCounts tail(StageLayers stage, int round) {
        return layout.chunk(stage.stage(), round, training.recomputed().layers());
    }

    long activationBytes(StageLayers stage) {
        return remaining(stage, inFlight(stage));
    }

    private long inFlight(StageLayers stage) {
        int rounds = layout.chunksPerStage();
        if (rounds == 1) {
            int held = layout.chunksInFlight(stage.stage(), microBatches);
            return Math.multiplyExact(kept(stage, 0), (long) held);
        }
        if (layout.schedule().isFolded()) {
            long both = kept(stage, 0) + kept(stage, 1);
            int held = layout.chunksInFlight(stage.stage(), microBatches);
            return Math.ceilDiv(Math.multiplyExact(both, (long) held), 2);
        }
        long sum = 0;
        for (int round = 0; round < rounds; round++) {
            int held = layout.microBatchesHeld(stage.stage(), round, microBatches);
            sum = Math.addExact(sum, Math.multiplyExact(kept(stage, round), (long) held));
        }
        return sum;
    }

    /// {@return what is left on the GPU when activations of some layers are moved to the host}
    private long remaining(StageLayers stage, long bytes) {
        int offloaded = offloadedLayers(stage);
        int layers = stage.counts().layers();
        return offloaded == 0
                ? bytes
                : Math.ceilDiv(Math.multiplyExact(bytes, (long) (layers - offloaded)), layers);
    }

    int offloadedLayers(StageLayers stage) {
        return Math.min(training.states().offload().activationLayers(), stage.counts().layers());
    }

    @Override
    public ParameterCount parametersOn(StageLayers stage) {
        return ParameterCount.of(Math.addExact(rank.dense(stage), rank.routed(stage)));
    }

    @Override
    public Derivation derivation(MemoryPart part, StageLayers stage) {
        return new TrainingArithmetic(this, stage).of(part);
    }
}
