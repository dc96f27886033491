package io.shardfit.domain.memory;

import static org.assertj.core.api.Assertions.assertThat;

import io.shardfit.domain.Models;
import io.shardfit.domain.Plans;
import io.shardfit.domain.architecture.Additions;
import io.shardfit.domain.architecture.Attention.GroupedQuery;
import io.shardfit.domain.architecture.Embeddings;
import io.shardfit.domain.architecture.FeedForward.Dense;
import io.shardfit.domain.architecture.LayerStack;
import io.shardfit.domain.architecture.LinearBias;
import io.shardfit.domain.architecture.Mixers;
import io.shardfit.domain.architecture.ModelArchitecture;
import io.shardfit.domain.architecture.Normalization;
import io.shardfit.domain.architecture.TokenMixer;
import io.shardfit.domain.framework.Framework;
import io.shardfit.domain.framework.Version;
import io.shardfit.domain.plan.DeploymentPlan;
import io.shardfit.domain.quantity.Precision;
import io.shardfit.domain.strategy.DeepSpeed;
import io.shardfit.domain.strategy.MegatronCore;
import io.shardfit.domain.strategy.ParallelStrategy;
import io.shardfit.domain.strategy.TorchTitan;
import io.shardfit.domain.workload.ActivationRecomputation;
import io.shardfit.domain.workload.Adapter;
import io.shardfit.domain.workload.Adapter.Target;
import io.shardfit.domain.workload.Offload;
import io.shardfit.domain.workload.Optimizer;
import io.shardfit.domain.workload.TrainingKernels;
import io.shardfit.domain.workload.TrainingKernels.CrossEntropy;
import io.shardfit.domain.workload.TrainingPrecision;
import io.shardfit.domain.workload.TrainingStates;
import io.shardfit.domain.workload.Workload.Training;
import io.shardfit.domain.workload.ZeroStage;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Runs of other runtimes than Transformer Engine, and hand calculations of their terms.
class TrainingRuntimeTest {
    private static final double GIB = 1L << 30;

    private static ModelArchitecture dense(
            String name,
            int layers,
            int hidden,
            int heads,
            int keyValueHeads,
            int width,
            boolean gated,
            Embeddings embeddings,
            LinearBias bias) {
        Dense block = new Dense(gated, width);
        return new ModelArchitecture(
                name,
                LayerStack.of(layers, List.of(TokenMixer.FULL), block),
                hidden,
                embeddings,
                bias == LinearBias.ALL ? Normalization.LAYERNORM : Normalization.RMSNORM,
                Mixers.of(new GroupedQuery(heads, keyValueHeads, hidden / heads)),
                block,
                bias,
                Additions.NONE);
    }

    private static double allocatedGib(DeploymentPlan plan) {
        return MemoryModel.assess(plan).stages().stream()
                        .mapToLong(stage -> stage.allocated().expected().bytes())
                        .max()
                        .orElseThrow()
                / GIB;
    }

    private static double perCent(double computed, double measured) {
        return 100 * Math.abs(computed / measured - 1);
    }

    private static StageMemory stage(DeploymentPlan plan) {
        return MemoryModel.of(plan).stage(0);
    }

    private static long bytes(StageMemory stage, MemoryPart part) {
        return stage.part(part).expected().bytes();
    }

    /// Megatron of 2023 without Transformer Engine on 8 H800 (NVIDIA/Megatron-LM PR 482): 7 B
    /// parameters, sequence 2048, no sequence parallelism, distributed optimizer.
    @ParameterizedTest
    @CsvSource({"1, 1, 8, 2, 69.1", "2, 1, 4, 4, 55.7", "1, 2, 4, 2, 49.8", "8, 1, 1, 4, 28.8"})
    void megatronWithoutTransformerEngineIsPredicted(
            int tp, int pp, int dp, int microBatch, double measured) {
        ModelArchitecture model =
                dense(
                        "llama-2-7b",
                        32,
                        4_096,
                        32,
                        32,
                        10_880,
                        true,
                        new Embeddings(50_432, true, 2_048),
                        LinearBias.ALL);
        ParallelStrategy strategy = Plans.strategy(1, tp, pp, dp).withSequenceParallel(false);
        DeploymentPlan plan =
                Plans.megatron(
                                model,
                                strategy,
                                Plans.pretraining(256 * microBatch * dp, microBatch, 2_048),
                                8)
                        .withFramework(
                                new Framework(
                                        new MegatronCore(), Version.of("0.3"), Optional.empty()));

        assertThat(perCent(allocatedGib(plan), measured)).isLessThan(0.8);
    }

    /// 34·s·b·h ÷ TP bytes of a layer with selective recomputation (arXiv 2205.05198, equation 6);
    /// the interleaved factor for 175 B: 1 + (PP - 1) ÷ (PP·v).
    @ParameterizedTest
    @CsvSource({"6144,  48, 64, 1, 1, 4, 10267656192", "12288, 96, 96, 8, 3, 1, 13262389248"})
    void korthikantisActivationsAreTheirs(
            int hidden, int layers, int heads, int pp, int vp, int microBatch, long bytes) {
        ModelArchitecture model =
                dense(
                        "gpt",
                        layers,
                        hidden,
                        heads,
                        heads,
                        4 * hidden,
                        false,
                        new Embeddings(51_200, true, 2_048),
                        LinearBias.ALL);
        TrainingKernels unfused = new TrainingKernels(true, CrossEntropy.UNFUSED, false);
        Training usual =
                Plans.pretraining(64 * microBatch, microBatch, 2_048)
                        .withRecomputation(ActivationRecomputation.SELECTIVE);
        Training training =
                new Training(
                        usual.globalBatch(),
                        usual.microBatch(),
                        usual.sequenceLength(),
                        usual.states(),
                        usual.recomputed(),
                        unfused,
                        usual.dispatch(),
                        usual.routing());
        DeploymentPlan plan =
                Plans.megatron(
                                model,
                                Plans.strategy(1, 8, pp, 1).withVirtualStages(vp),
                                training,
                                8 * pp)
                        .withFramework(
                                new Framework(
                                        new MegatronCore(), Version.of("0.1"), Optional.empty()));

        assertThat(bytes(stage(plan), MemoryPart.ACTIVATIONS)).isEqualTo(bytes);
    }

    @Test
    void thePapersBytesAreTheseEquations() {
        assertThat(34L * 2048 * 4 * 6144 * 48 / 8).isEqualTo(10_267_656_192L);
        // 12 layers in 3 chunks of 4; 7·2 + 2·8 + 1 = 31 chunks on the first stage
        assertThat(34L * 2048 * 12288 / 8 * 4 * 31).isEqualTo(13_262_389_248L);
    }

    /// torchtitan 8B, 8 GPUs, two sequences of 8192, selective recomputation, eager loss: 16 bytes
    /// less 4 of gradients a shard; 82.4 GiB reserved (pytorch/torchtitan@b5bcd76
    /// benchmarks/llama3_h100_202412_torchtitan.md, table 1).
    @Test
    void fullyShardedWeightsAreTheirOwnMasterCopy() {
        ModelArchitecture model = llama8b();
        StageMemory stage = stage(titan(model, 8));
        long parameters = 8_030_261_248L;

        assertThat(bytes(stage, MemoryPart.WEIGHTS)).isEqualTo(4 * parameters / 8);
        assertThat(bytes(stage, MemoryPart.GRADIENTS)).isZero();
        assertThat(bytes(stage, MemoryPart.OPTIMIZER_STATES)).isEqualTo(8 * parameters / 8);
        // norm in, queries, values, output, log-sum-exp, gate, second product: bytes per token
        long perToken = 8_192 + 8_192 + 2_048 + 8_192 + 128 + 28_672 + 8_192;
        assertThat(bytes(stage, MemoryPart.ACTIVATIONS)).isEqualTo(32 * 16_384 * perToken);
        // log-probabilities and two gradients in fp32; the final norm's input and output
        assertThat(bytes(stage, MemoryPart.TRANSIENT))
                .isEqualTo(16_384L * 128_256 * 12 + 2 * 16_384 * 8_192L);
        double reserved =
                stage.allocated().plus(stage.part(MemoryPart.ALLOCATOR_SLACK)).expected().bytes()
                        / GIB;
        assertThat(perCent(reserved, 82.4)).isLessThan(4.0);
    }

    private static ModelArchitecture llama8b() {
        return dense(
                "llama3-8b",
                32,
                4_096,
                32,
                8,
                14_336,
                true,
                new Embeddings(128_256, false, 0),
                LinearBias.NONE);
    }

    private static DeploymentPlan titan(ModelArchitecture model, int gpus) {
        TrainingStates states =
                new TrainingStates(
                        TrainingPrecision.BF16,
                        Precision.FP32,
                        Optional.empty(),
                        Precision.FP32,
                        Precision.FP32,
                        Optimizer.ADAMW,
                        ZeroStage.WEIGHTS,
                        true,
                        Offload.NONE,
                        Optional.empty());
        Training usual =
                Plans.pretraining(2 * gpus, 2, 8_192)
                        .withRecomputation(ActivationRecomputation.SELECTIVE);
        Training training =
                new Training(
                        usual.globalBatch(),
                        2,
                        8_192,
                        states,
                        usual.recomputed(),
                        new TrainingKernels(false, CrossEntropy.UNFUSED, false),
                        usual.dispatch(),
                        usual.routing());
        return Plans.plan(model, new TorchTitan(), Plans.strategy(1, 1, 1, gpus), training, gpus);
    }

    /// DeepSpeed's FP16 optimizer with ZeRO 1: 4 bytes a parameter, 12 shared; its BF16 optimizer
    /// keeps fp32 gradients beside bf16 ones: 8 bytes, 12 shared (microsoft/DeepSpeed@2151c78).
    @ParameterizedTest
    @CsvSource({"FP16, FP16, 4", "BF16, FP32, 8"})
    void deepSpeedKeepsTheGradientsOfItsOptimizer(
            TrainingPrecision precision, Precision gradients, int bytesPerParameter) {
        TrainingStates usual = TrainingStates.of(precision, Optimizer.ADAMW, ZeroStage.OPTIMIZER);
        TrainingStates states =
                new TrainingStates(
                        precision,
                        usual.weights(),
                        usual.master(),
                        gradients,
                        usual.moments(),
                        usual.optimizer(),
                        usual.zeroStage(),
                        true,
                        Offload.NONE,
                        Optional.empty());
        StageMemory stage =
                stage(
                        Plans.plan(
                                llama8b(),
                                new DeepSpeed(),
                                Plans.strategy(1, 1, 1, 4),
                                Plans.pretraining(64, 1, 2_048).withStates(states),
                                4));
        long parameters = 8_030_261_248L;

        assertThat(bytes(stage, MemoryPart.WEIGHTS) + bytes(stage, MemoryPart.GRADIENTS))
                .isEqualTo(bytesPerParameter * parameters);
        assertThat(bytes(stage, MemoryPart.OPTIMIZER_STATES)).isEqualTo(3 * parameters);
        // fp16: 6 bytes of the share, and a bucket of 5·10⁸ elements
        assertThat(bytes(stage, MemoryPart.STEP_BUFFERS))
                .isEqualTo(gradients == Precision.FP16 ? 6 * parameters / 4 + 1_000_000_000L : 0);
    }

    /// Llama-2-7B with LoRA on one A100, 1304 tokens: 21.30 and 14.14 GB allocated
    /// (Lightning-AI/litgpt@2685705 tutorials/resource-tables.md).
    @ParameterizedTest
    @CsvSource({"16, 1304, 21.30, 1.0", "16, 2608, 29.07, 1.0", "4, 1304, 14.14, 4.0"})
    void adaptersBesideFrozenWeightsArePredicted(
            int frozenBits, int tokens, double measuredGB, double perCent) {
        Adapter adapter =
                new Adapter(8, EnumSet.of(Target.QUERY, Target.KEY, Target.VALUE), frozenBits);
        TrainingStates usual =
                TrainingStates.of(TrainingPrecision.BF16, Optimizer.ADAMW, ZeroStage.NONE);
        TrainingStates states =
                new TrainingStates(
                        usual.precision(),
                        usual.weights(),
                        Optional.empty(),
                        Precision.BF16,
                        Precision.BF16,
                        Optimizer.ADAMW,
                        ZeroStage.NONE,
                        true,
                        Offload.NONE,
                        Optional.of(adapter));
        ModelArchitecture model =
                dense(
                        "llama-2-7b",
                        32,
                        4_096,
                        32,
                        32,
                        11_008,
                        true,
                        new Embeddings(32_000, false, 0),
                        LinearBias.NONE);
        DeploymentPlan plan =
                Plans.plan(
                        model,
                        new TorchTitan(),
                        Plans.strategy(1, 1, 1, 1),
                        Plans.pretraining(1, 1, tokens).withStates(states),
                        1);

        assertThat(perCent(allocatedGib(plan), measuredGB * 1e9 / GIB)).isLessThan(perCent);
    }

    /// The trap of dividing a stage's layers: DeepSeek-V3 on 2 stages of 2 layers, where only the
    /// first layer is dense; the second stage holds two mixtures.
    @Test
    void theStageWithMoreMixturesHoldsMore() {
        DeploymentPlan plan =
                Plans.megatron(
                        Models.deepSeekV3(4, 1),
                        Plans.strategy(4, 1, 2, 4).withExpertTensor(1),
                        Plans.pretraining(32, 1, 4_096),
                        8);

        assertThat(MemoryModel.assess(plan).worst().layers().stage()).isEqualTo(1);
    }

    /// Expert parallelism does not shrink routed activations.
    @Test
    void moreExpertRanksKeepAsManyRoutedTokens() {
        long few =
                bytes(
                        stage(
                                Plans.megatron(
                                        Models.deepSeekV3(4, 1),
                                        Plans.strategy(2, 1, 1, 8),
                                        Plans.pretraining(64, 1, 4_096),
                                        8)),
                        MemoryPart.ACTIVATIONS);
        long many =
                bytes(
                        stage(
                                Plans.megatron(
                                        Models.deepSeekV3(4, 1),
                                        Plans.strategy(8, 1, 1, 8),
                                        Plans.pretraining(64, 1, 4_096),
                                        8)),
                        MemoryPart.ACTIVATIONS);

        assertThat(many).isEqualTo(few);
    }
}
