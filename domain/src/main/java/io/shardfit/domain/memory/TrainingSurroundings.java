package io.shardfit.domain.memory;

import io.shardfit.domain.architecture.Block;
import io.shardfit.domain.architecture.TokenMixer;
import io.shardfit.domain.architecture.WeightTensor;
import io.shardfit.domain.plan.DeploymentPlan;
import io.shardfit.domain.strategy.PipelineLayout.StageLayers;
import io.shardfit.domain.workload.Adapter;
import java.util.Locale;

/// Buffers and workspaces of a training job, which no table of kept tensors has.
record TrainingSurroundings(TrainingMemory memory) {
    /// Largest number of 16-bit weights that DeepSpeed's ZeRO 3 keeps gathered
    /// (`stage3_max_live_parameters`).
    static final long LIVE_PARAMETERS = 1_000_000_000L;

    /// Elements of DeepSpeed's reduce bucket (`reduce_bucket_size`).
    static final long REDUCE_BUCKET = 500_000_000L;

    /// Torch's cuBLAS workspace: 32 MiB on compute capability 9.0, else 8.125 MiB (pytorch/pytorch
    /// aten/src/ATen/cuda/CublasHandlePool.cpp).
    static final long HOPPER_WORKSPACE = 32L << 20;

    static final long OTHER_WORKSPACE = 65L << 17;

    /// Transformer Engine's own (transformer_engine/pytorch/cpp_extensions/gemm.py@c188b533:31),
    /// and for grouped products one for each of four streams.
    static final long ENGINE_WORKSPACE = 32L << 20;

    static final int STREAMS = 4;

    /// Without sharding nothing is gathered for a layer but what 4-bit weights are unpacked to.
    long gathered(StageLayers stage) {
        if (unpacks()) {
            return 2 * largestMatrix();
        }
        return switch (memory.runtime()) {
            case FullyShardedRuntime _ -> 2 * root(stage) + layerBytes() * gatheredElements(stage);
            case LegacyRuntime runtime when runtime.engine() ->
                    2 * Math.min(memory.rank().dense(stage), LIVE_PARAMETERS);
            case EagerAdapterRuntime _ ->
                    Math.multiplyExact(
                            memory.rank().dense(stage) + memory.rank().routed(stage),
                            (long) memory.training().states().weightBytes());
            case LegacyRuntime _, TransformerEngineRuntime _ ->
                    Math.multiplyExact(
                            2 * memory.rank().largestLayer(),
                            (long) memory.training().states().weightBytes());
        };
    }

    boolean unpacks() {
        return memory.training().states().adapter().map(Adapter::frozenBits).orElse(16) < 16;
    }

    /// {@return elements of the largest matrix of a layer, which is unpacked for its product}
    long largestMatrix() {
        long[] largest = {0};
        RankParameters rank = memory.rank();
        rank.table()
                .block(
                        Block.DENSE,
                        (tensor, elements) -> largest[0] = larger(tensor, elements, largest[0]));
        rank.table()
                .mixer(
                        TokenMixer.FULL,
                        (tensor, elements) -> largest[0] = larger(tensor, elements, largest[0]));
        return largest[0];
    }

    /// Gate and up-projection are two matrices here.
    private long larger(WeightTensor tensor, long elements, long known) {
        boolean pair = tensor == WeightTensor.BLOCK_UP;
        int parts = pair ? memory.plan().model().feedForward().matrices() - 1 : 1;
        return Math.max(known, elements / parts);
    }

    /// {@return elements of embedding, head and norms, which stay gathered}
    long root(StageLayers stage) {
        return memory.rank().tables(stage) + (stage.last() ? memory.rank().exit().wide() : 0);
    }

    /// {@return bytes of a gathered weight of a layer: FP8 where the products are}
    int layerBytes() {
        return memory.training().precision().isNarrow() ? 1 : 2;
    }

    /// {@return elements of the layer at work and the next one, or of all layers where they stay
    /// gathered between micro-batches}
    long gatheredElements(StageLayers stage) {
        return staysGathered()
                ? memory.rank().dense(stage) + memory.rank().routed(stage) - root(stage)
                : 2 * memory.rank().largestLayer();
    }

    boolean staysGathered() {
        return memory.plan().strategy().pipeline() > 1
                || !memory.training().states().reshardAfterForward();
    }

    long workspaces(StageLayers stage) {
        return memory.everywhere().productWorkspace() + engineWorkspaces(stage) * ENGINE_WORKSPACE;
    }

    static long productWorkspace(DeploymentPlan plan) {
        String gpu = plan.cluster().gpu().name().toUpperCase(Locale.ROOT);
        boolean hopper =
                gpu.contains("H100")
                        || gpu.contains("H200")
                        || gpu.contains("H800")
                        || gpu.contains("H20")
                        || gpu.contains("H96");
        return hopper ? HOPPER_WORKSPACE : OTHER_WORKSPACE;
    }

    int engineWorkspaces(StageLayers stage) {
        if (!(memory.runtime() instanceof TransformerEngineRuntime)) {
            return 0;
        }
        return 1 + (stage.mixture() > 0 ? STREAMS : 0);
    }

    /// The engine of DeepSpeed keeps the output of a stage for each micro-batch in flight, and a
    /// buffer to send and one to receive; FSDP2's schedule inputs and outputs.
    long stageBuffers(StageLayers stage) {
        return Math.multiplyExact(buffered(stage) + 2L, memory.layer().checkpoint());
    }

    /// {@return hidden states that wait on a stage}
    long buffered(StageLayers stage) {
        long held = memory.layout().chunksInFlight(stage.stage(), memory.microBatches());
        return memory.runtime() instanceof FullyShardedRuntime ? 2 * held : held;
    }

    /// Copies of gradients for the step, and one reduce bucket.
    long stepBuffers(StageLayers stage) {
        return memory.runtime() instanceof LegacyRuntime legacy
                        && legacy.copiedBytes(memory.training()) > 0
                ? Math.multiplyExact(copied(stage), (long) legacy.copiedBytes(memory.training()))
                        + bucketBytes()
                : 0;
    }

    /// {@return elements copied for a step; ZeRO 3 steps sub-groups of at most 10⁹ elements
    /// (`sub_group_size`)}
    long copied(StageLayers stage) {
        long share = memory.largestGroup(stage);
        return memory.training().zeroStage().shardsWeights()
                ? Math.min(share, LIVE_PARAMETERS)
                : share;
    }

    long bucketBytes() {
        return memory.training().zeroStage().shardsOptimizer() ? 2 * REDUCE_BUCKET : 0;
    }

    /// Per prediction layer fp32 logits, and five hidden states: two normed inputs, their join, its
    /// projection and the final norm's output.
    long predictionLoss(StageLayers stage) {
        LayerShapes shapes = memory.layer().table().shapes();
        return stage.predictors()
                * (shapes.split(4L * shapes.model().vocabularySize()) + 5 * shapes.hidden());
    }
}
