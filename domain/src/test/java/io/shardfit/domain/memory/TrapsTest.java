package io.shardfit.domain.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.shardfit.domain.Models;
import io.shardfit.domain.Plans;
import io.shardfit.domain.architecture.ModelArchitecture;
import io.shardfit.domain.framework.Framework;
import io.shardfit.domain.framework.Version;
import io.shardfit.domain.hardware.Cluster;
import io.shardfit.domain.hardware.Figure;
import io.shardfit.domain.plan.DeploymentPlan;
import io.shardfit.domain.quantity.ByteSize;
import io.shardfit.domain.quantity.ByteUnit;
import io.shardfit.domain.quantity.Derivation;
import io.shardfit.domain.quantity.ParameterCount;
import io.shardfit.domain.quantity.Precision;
import io.shardfit.domain.quantity.Share;
import io.shardfit.domain.serving.CacheCapacity;
import io.shardfit.domain.serving.MemoryFraction;
import io.shardfit.domain.serving.MemoryFraction.Held;
import io.shardfit.domain.serving.MemoryFraction.OfFreeAfterPeak;
import io.shardfit.domain.serving.MemoryFraction.OfFreeBeforeLoading;
import io.shardfit.domain.serving.MemoryFraction.OfTotal;
import io.shardfit.domain.serving.StartOutcome;
import io.shardfit.domain.serving.StartOutcome.RefusesNoBlocks;
import io.shardfit.domain.serving.StartOutcome.RunsOutCapturing;
import io.shardfit.domain.serving.StartOutcome.Starts;
import io.shardfit.domain.strategy.ParallelStrategy;
import io.shardfit.domain.strategy.VLlm;
import io.shardfit.domain.verdict.CompatibilityCheck;
import io.shardfit.domain.verdict.MemoryFinding.MemoryExceeded;
import io.shardfit.domain.verdict.RuleSet;
import io.shardfit.domain.workload.EngineLimits;
import io.shardfit.domain.workload.ExpertDispatch;
import io.shardfit.domain.workload.ExpertDispatch.Dispatcher;
import io.shardfit.domain.workload.Routing;
import io.shardfit.domain.workload.WeightFormat;
import io.shardfit.domain.workload.Workload.Inference;
import io.shardfit.domain.workload.Workload.Training;
import java.math.BigDecimal;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Mistakes that other estimators make, each with a value from outside. Those that another test
/// already catches are only named here:
///
/// - optimizer sharded over DP × CP: {@link PublishedMemoryTest}, rows with CP
/// - layers as placed, never an average: {@link TrainingRuntimeTest}
///   `theStageWithMoreMixturesHoldsMore`, {@link PublishedMemoryTest}, rows with PP 2
/// - expert parallelism does not shrink routed activations: {@link TrainingRuntimeTest}
///   `moreExpertRanksKeepAsManyRoutedTokens`
/// - FLOPs of a mixture respect top-k: `ComputeHeadroomTest.oneTokenOfAMixtureByHand`
/// - factor 2, head ratio and TP of the cache: {@link InferenceMemoryTest}
///   `aGroupedQueryTokenIsSplitOverRanksDownToOneHead`; PP: `aStageKeepsTheTokensOfItsOwnLayers`
/// - parameters divided by TP: {@link InferenceMemoryTest} `llamaWeightsOnOneOfEightRanksByHand`
/// - fp32 master weights of 4 bytes: {@link TrainingMemoryTest}
///   `anOptimizerKeepsItsBytesPerParameter`
/// - DeepSpeed's 16 or 18 bytes: {@link TrainingRuntimeTest}
///   `deepSpeedKeepsTheGradientsOfItsOptimizer`
/// - experts that do not divide: `ConventionRefusalsTest.megatronsOwnWordsAreQuoted`,
///   `FrameworkRefusalsTest.refusedInTheFrameworksWords`
/// - lawful folded degrees taken: `ConventionRefusalsTest`
///   `megatronTakesThemOnlyWithoutExpertTensorParallelism`
/// - no surplus of chunks without virtual stages: `PipelineLayoutTest`
///   `aPlainScheduleHoldsOneMicroBatchPerStageBehind`
class TrapsTest {
    private static final long LLAMA_LAYER = 855_654_400; // parameters
    private static final long LLAMA_TABLE = 128_256L * 8_192;

    private static long bytes(StageMemory stage, MemoryPart part) {
        return stage.part(part).expected().bytes();
    }

    /// A card of 80 GB read as 80 GiB is 7.4 % too large (2^30 ÷ 10^9). The same bytes print in
    /// both units: 114.53 GB are 106.66 GiB.
    @Test
    void gigabytesAreNotGibibytes() {
        ByteSize marketed = ByteSize.of(new BigDecimal("114.53"), ByteUnit.GIGABYTE);

        assertThat(marketed.bytes()).isEqualTo(114_530_000_000L);
        assertThat(marketed.in(ByteUnit.GIGABYTE, 2)).isEqualTo("114.53 GB");
        assertThat(marketed.in(ByteUnit.GIBIBYTE, 2)).isEqualTo("106.66 GiB");
        assertThat(ByteSize.ofGiB(80).bytes() / 80e9).isCloseTo(1.0737, within(0.0001));
    }

    private static StageMemory llama(ParallelStrategy strategy, int gpus) {
        return MemoryModel.of(
                        Plans.megatron(
                                Models.llama3With70B(12),
                                strategy,
                                Plans.pretraining(64, 1, 4_096),
                                gpus))
                .stage(0);
    }

    /// Stage 0 of PP 2 has 6 layers and the embedding, halved by TP 2; norms (2 × 8 192 a layer)
    /// are whole. 4 bytes each.
    @Test
    void gradientsAreSplitOverTensorAndPipelineRanks() {
        long parameters = 6 * ((LLAMA_LAYER - 16_384) / 2 + 16_384) + LLAMA_TABLE / 2;

        assertThat(bytes(llama(Plans.strategy(1, 2, 2, 2), 8), MemoryPart.GRADIENTS))
                .isEqualTo(4 * parameters);
    }

    /// TP 2, PP 2, DP 2: eight GPUs, but two of them share a shard's states, 12 bytes each.
    @Test
    void zeroDividesByDataParallelRanksNotByAllGpus() {
        long parameters = 6 * ((LLAMA_LAYER - 16_384) / 2 + 16_384) + LLAMA_TABLE / 2;

        assertThat(bytes(llama(Plans.strategy(1, 2, 2, 2), 8), MemoryPart.OPTIMIZER_STATES))
                .isEqualTo(12 * parameters / 2);
    }

    /// DeepSeek-V3 cut to four layers, three of them mixtures, EP 8: 3 × 32 × 3 × 7 168 × 2 048
    /// routed parameters on a rank; the shared expert, as wide as a routed one, is dense and whole.
    @Test
    void sharedExpertsAreNotRouted() {
        StageMemory stage =
                MemoryModel.of(
                                Plans.megatron(
                                        Models.deepSeekV3(4, 1),
                                        Plans.strategy(8, 1, 1, 8),
                                        Plans.pretraining(64, 1, 4_096),
                                        8))
                        .stage(0);

        assertThat(bytes(stage, MemoryPart.EXPERT_WEIGHTS)).isEqualTo(2 * 4_227_858_432L);
        assertThat(bytes(stage, MemoryPart.WEIGHTS)).isEqualTo(2 * 3_135_839_232L);
    }

    /// Buffers of DeepEP (deepseek-ai/DeepEP@030cdf0 csrc/config.hpp) by hand: messages of 2 × 7
    /// 168
    /// + 8 + 128 × 16 = 16 392 bytes on 10 channels. Near: up to 8 peers × 256, 288 or 560 tokens.
    ///   Far: 128 tokens of 16 408 bytes twice for each node of 8 ranks.
    @ParameterizedTest
    @CsvSource({
        "8,  335708160", // 10 × 8 × 256 × 16392
        "16, 461680640", // 10 × 8 × 288 × 16392 + 10 × 2 × 128 × 16408 × 2
        "32, 545689600", // … + 10 × 4 × 128 × 16408 × 2
        "64, 713707520", // … + 10 × 8 × 128 × 16408 × 2
    })
    void anExchangeBufferDoesNotShrinkWithRanks(int ranks, long bytes) {
        Training usual = Plans.pretraining(512, 1, 4_096);
        Training training =
                new Training(
                        usual.globalBatch(),
                        usual.microBatch(),
                        usual.sequenceLength(),
                        usual.states(),
                        usual.recomputed(),
                        usual.kernels(),
                        new ExpertDispatch(Dispatcher.DEEPEP, Optional.empty(), false, false),
                        usual.routing());
        StageMemory stage =
                MemoryModel.of(
                                Plans.megatron(
                                        Models.deepSeekV3(61, 3),
                                        Plans.strategy(ranks, 1, 1, 64),
                                        training,
                                        64))
                        .stage(0);

        assertThat(bytes(stage, MemoryPart.DISPATCH_BUFFER)).isEqualTo(bytes);
    }

    /// Published for this run of Llama-3-70B, 12 layers, TP 2, DP 4 (MooreThreads/SimuMax@4dcaae5
    /// b200_release_v1.2_summary.md): 60.68 GiB allocated, 62.53 GiB reserved. On a GPU of 62 GiB
    /// the tensors alone would fit, and the run dies.
    @Test
    void whatIsReservedMustFitNotWhatIsAllocated() {
        DeploymentPlan plan =
                Plans.megatron(
                                Models.llama3With70B(12),
                                Plans.strategy(1, 2, 1, 4),
                                Plans.pretraining(32, 1, 4_096),
                                8)
                        .withCluster(
                                new Cluster(
                                        Plans.aGpuWith(ByteSize.ofGiB(62)), 8, 8, Figure.absent()));
        StageMemory stage = MemoryModel.of(plan).stage(0);

        assertThat(stage.allocated().expected().isMoreThan(ByteSize.ofGiB(62))).isFalse();
        assertThat(stage.total().expected().isMoreThan(ByteSize.ofGiB(62))).isTrue();
        assertThat(CompatibilityCheck.check(plan, RuleSet.current()).findings())
                .hasAtLeastOneElementOfType(MemoryExceeded.class);
    }

    private static DeploymentPlan vLlm(
            String release,
            ModelArchitecture model,
            ParallelStrategy strategy,
            int batchedTokens,
            double fraction) {
        EngineLimits engine =
                new EngineLimits(
                        Optional.of(new Share(fraction)),
                        Optional.of(batchedTokens),
                        Optional.of(256),
                        true,
                        true,
                        ParameterCount.ZERO,
                        false,
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty());
        Inference inference =
                new Inference(
                        1,
                        4_096,
                        WeightFormat.of(Precision.BF16),
                        Precision.BF16,
                        16,
                        engine,
                        Routing.UNIFORM);
        return Plans.plan(model, new VLlm(), strategy, inference, 64)
                .withFramework(
                        Framework.of(new VLlm()).withVersion(Version.of(release).orElseThrow()));
    }

    private static ServingMemory serving(DeploymentPlan plan) {
        return (ServingMemory) MemoryModel.of(plan);
    }

    /// A sequence of 4 096 tokens of Llama-3-70B: 2 × 128 × 2 bytes, 8 heads over TP, 80 layers
    /// over PP (327 680 bytes a token in all).
    @ParameterizedTest
    @CsvSource({"8, 1, 40960", "8, 2, 20480", "4, 4, 20480"})
    void anEngineCachesTheLayersAndHeadsOfItsStage(int tensor, int pipeline, long bytesPerToken) {
        CacheCapacity capacity =
                serving(
                                vLlm(
                                        "0.21",
                                        Models.llama3With70B(80),
                                        Plans.strategy(1, tensor, pipeline, 1),
                                        8_192,
                                        0.9))
                        .start(Usage.EXPECTED)
                        .capacity();

        assertThat(capacity.needed(capacity.tightest(), 4_096).bytes())
                .isEqualTo(4_096 * bytesPerToken);
    }

    /// Of 256 experts each of 8 replicas holds 32: 58 × 32 × 3 × 7 168 × 2 048 × 2 bytes.
    @Test
    void engineExpertsAreDealtOverDataParallelRanks() {
        StageMemory stage =
                serving(
                                vLlm(
                                        "0.21",
                                        Models.deepSeekV3(61, 3),
                                        Plans.strategy(8, 1, 1, 8),
                                        8_192,
                                        0.9))
                        .stage(0);

        assertThat(bytes(stage, MemoryPart.EXPERT_WEIGHTS))
                .isEqualTo(2L * 58 * 32 * 3 * 7_168 * 2_048);
    }

    /// Every tensor of a pass has a row per scheduled token: four times the tokens take four times
    /// the room. At TP 8: four hidden states and gate, up and product, 8 × 8 192 + 2 × 3 × 3 584
    /// bytes a token.
    @ParameterizedTest
    @CsvSource({"2048", "8192"})
    void aPassGrowsWithTheBatchedTokens(int batchedTokens) {
        StageMemory stage =
                serving(
                                vLlm(
                                        "0.21",
                                        Models.llama3With70B(80),
                                        Plans.strategy(1, 8, 1, 1),
                                        batchedTokens,
                                        0.9))
                        .stage(0);

        assertThat(bytes(stage, MemoryPart.FORWARD_PASS))
                .isEqualTo(batchedTokens * (8L * 8_192 + 2 * 3 * 3_584));
    }

    private static long gibibytes(MemoryFraction fraction) {
        ByteSize gib = ByteSize.ofGiB(1);
        Held held = new Held(gib.times(80), gib.times(2), gib.times(40), gib.times(10));
        return fraction.cache(held).value().longValueExact() / (1L << 27);
    }

    /// 80 GiB, of which 2 lie outside, 40 are weights, 10 the pass; in eighths of a GiB, rounded
    /// down. vLLM: f × 80 - 50. SGLang: f × 78 - 40, the pass must fit in what is left.
    /// TensorRT-LLM: f × 28.
    @ParameterizedTest
    @CsvSource({"0.75, 80, 148, 168", "0.875, 160, 226, 196"})
    void theSameFractionLeavesThreeDifferentCaches(
            BigDecimal share, long vLlm, long sgLang, long tensorRt) {
        Derivation.Term f = new Derivation.Given("fraction", share, "memory fraction", "test");

        assertThat(gibibytes(new OfTotal(f))).isEqualTo(vLlm);
        assertThat(gibibytes(new OfFreeBeforeLoading(f))).isEqualTo(sgLang);
        assertThat(gibibytes(new OfFreeAfterPeak(f))).isEqualTo(tensorRt);
    }

    /// vLLM before 0.21 captures CUDA graphs outside its fraction (vllm-project/vllm#17549):
    /// raising it cures a missing cache, and raised further the capture runs out.
    @Test
    void raisingTheFractionHelpsAndThenHurts() {
        assertThat(outcome(0.2)).isInstanceOf(RefusesNoBlocks.class);
        assertThat(outcome(0.9)).isInstanceOf(Starts.class);
        assertThat(outcome(0.98)).isInstanceOf(RunsOutCapturing.class);
    }

    private static StartOutcome outcome(double fraction) {
        return serving(
                        vLlm(
                                "0.10",
                                Models.llama3With70B(80),
                                Plans.strategy(1, 8, 1, 1),
                                8_192,
                                fraction))
                .start(Usage.EXPECTED)
                .outcome();
    }
}
