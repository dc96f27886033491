package io.shardfit.domain.memory;

import io.shardfit.domain.architecture.LayerCounts;
import io.shardfit.domain.quantity.Precision;
import io.shardfit.domain.strategy.PipelineLayout.StageLayers;
import io.shardfit.domain.workload.Adapter;
import io.shardfit.domain.workload.TrainingStates;
import java.util.Optional;

/// Weights, gradients and optimizer states of a stage's fullest rank (ZeRO, arXiv 1910.02054 §3 and
/// §5; NVIDIA/Megatron-LM@23e00ed megatron/core/optimizer/optimizer_config.py:192).
///
/// @param dense elements on the rank without routed experts
/// @param routed elements of routed experts on the rank
record TrainingStatesOnRank(TrainingMemory memory, StageLayers stage, long dense, long routed) {
    private static final int THOUSAND = 1000;

    static TrainingStatesOnRank of(TrainingMemory memory, StageLayers stage) {
        return new TrainingStatesOnRank(
                memory, stage, memory.rank().dense(stage), memory.rank().routed(stage));
    }

    private TrainingStates states() {
        return memory.training().states();
    }

    private boolean isOffloaded() {
        return states().offload().parameters();
    }

    long weights() {
        Optional<Adapter> adapter = states().adapter();
        return adapter.isPresent() ? frozen(adapter.get()) : stored(dense, weightShards());
    }

    long expertWeights() {
        return stored(routed, expertWeightShards());
    }

    private long stored(long parameters, int shards) {
        return isOffloaded()
                ? 0
                : Math.ceilDiv(
                        Math.multiplyExact(parameters, (long) states().weightBytes()), shards);
    }

    int weightShards() {
        return memory.training().zeroStage().shardsWeights() ? memory.groups().denseShards() : 1;
    }

    int expertWeightShards() {
        return memory.training().zeroStage().shardsWeights() ? memory.groups().expertShards() : 1;
    }

    /// Frozen linear weights in their own format, everything else and the adapters in 16 bits;
    /// 4-bit weights carry an fp32 scale per 64 values, and the head is 4-bit too (litgpt,
    /// `bnb.nf4`).
    private long frozen(Adapter adapter) {
        long sixteenths =
                Math.addExact(
                        Math.multiplyExact(narrow(adapter), narrowSixteenths(adapter)),
                        Math.multiplyExact(32, wide(adapter) + adapters(adapter)));
        return isOffloaded() ? 0 : Math.ceilDiv(sixteenths, 16L * weightShards());
    }

    /// {@return sixteenths of a byte of a frozen weight of a linear layer, its scale included}
    static long narrowSixteenths(Adapter adapter) {
        return switch (adapter.frozenBits()) {
            case 4 -> 8 + 1;
            case 8 -> 16;
            default -> 32;
        };
    }

    long narrow(Adapter adapter) {
        boolean head = adapter.frozenBits() == 4 && stage.last();
        return memory.rank().linear(stage) + (head ? headElements() : 0);
    }

    private long headElements() {
        boolean shared = stage.first() && memory.plan().model().tiedEmbeddings();
        return shared ? 0 : memory.rank().exit().tables();
    }

    long wide(Adapter adapter) {
        return dense - narrow(adapter);
    }

    /// {@return elements of the adapters of a stage: rank × (input + output) beside each matrix}
    long adapters(Adapter adapter) {
        LayerCounts counts = stage.counts();
        AdapterElements each = new AdapterElements(memory.plan(), adapter);
        return counts.attention() * each.attention() + counts.dense() * each.block();
    }

    /// {@return elements that are trained on the rank, routed experts apart}
    long trained() {
        Optional<Adapter> adapter = states().adapter();
        return adapter.isPresent() ? adapters(adapter.get()) : dense;
    }

    long gradientBytes() {
        return memory.runtime().gradientBytes(states(), memory.accumulates());
    }

    /// FSDP reduces gradients of a pipeline stage with the last micro-batch; until then they are
    /// whole.
    int gradientShards(int shards) {
        boolean whole =
                memory.runtime() instanceof FullyShardedRuntime
                        && memory.plan().strategy().pipeline() > 1;
        return memory.training().zeroStage().shardsGradients() && !whole ? shards : 1;
    }

    long gradients() {
        return Math.ceilDiv(
                Math.multiplyExact(trained(), gradientBytes()),
                gradientShards(memory.groups().denseShards()));
    }

    long expertGradients() {
        return Math.ceilDiv(
                Math.multiplyExact(routed, gradientBytes()),
                gradientShards(memory.groups().expertShards()));
    }

    int optimizerShards(int shards) {
        return memory.training().zeroStage().shardsOptimizer() ? shards : 1;
    }

    /// Beside 16-bit moments Transformer Engine keeps of an fp32 master weight only the 16 bits
    /// that the bf16 weight lacks (`store_param_remainders`, NVIDIA/Megatron-LM@23e00ed
    /// megatron/core/optimizer/optimizer_config.py:192).
    private int sharedMasterBytes() {
        boolean aware =
                memory.runtime() instanceof TransformerEngineRuntime
                        && states().weights() == Precision.BF16
                        && states().moments().bits() < 32
                        && states().masterBytes() == 4;
        return aware ? 2 : 0;
    }

    int optimizerBytes() {
        return states().optimizerBytes() - sharedMasterBytes();
    }

    int tableOptimizerBytes() {
        return states().tableOptimizerBytes() - sharedMasterBytes();
    }

    /// {@return thousandths of the optimizer's states that stay on the GPU}
    long resident() {
        return isOffloaded()
                ? 0
                : THOUSAND - Math.round(THOUSAND * states().offload().optimizer().fraction());
    }

    /// {@return elements whose moments follow the rule of embedding, head and norms}
    long tableLike() {
        return states().adapter().isPresent() || tableOptimizerBytes() == optimizerBytes()
                ? 0
                : dense - memory.rank().linear(stage);
    }

    long optimizer() {
        long tables = tableLike();
        long bytes =
                Math.addExact(
                        Math.multiplyExact(trained() - tables, (long) optimizerBytes()),
                        Math.multiplyExact(tables, (long) tableOptimizerBytes()));
        return resident(bytes, memory.groups().denseShards());
    }

    long expertOptimizer() {
        return resident(
                Math.multiplyExact(routed, (long) optimizerBytes()),
                memory.groups().expertShards());
    }

    /// {@return elements of the larger group of parameters whose optimizer steps at once}
    long largestGroup() {
        return Math.max(
                Math.ceilDiv(dense, optimizerShards(memory.groups().denseShards())),
                Math.ceilDiv(routed, optimizerShards(memory.groups().expertShards())));
    }

    private long resident(long bytes, int shards) {
        long left = resident();
        int ways = optimizerShards(shards);
        return left == THOUSAND
                ? Math.ceilDiv(bytes, ways)
                : Math.ceilDiv(Math.multiplyExact(bytes, left), (long) THOUSAND * ways);
    }
}
