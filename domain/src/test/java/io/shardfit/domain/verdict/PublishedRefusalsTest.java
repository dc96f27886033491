package io.shardfit.domain.verdict;

import static org.assertj.core.api.Assertions.assertThat;

import io.shardfit.domain.Models;
import io.shardfit.domain.Plans;
import io.shardfit.domain.architecture.Attention;
import io.shardfit.domain.architecture.Attention.GroupedQuery;
import io.shardfit.domain.architecture.Experts;
import io.shardfit.domain.architecture.FeedForward;
import io.shardfit.domain.architecture.FeedForward.Dense;
import io.shardfit.domain.architecture.FeedForward.MixtureOfExperts;
import io.shardfit.domain.architecture.ModelArchitecture;
import io.shardfit.domain.architecture.Normalization;
import io.shardfit.domain.framework.Framework;
import io.shardfit.domain.framework.Version;
import io.shardfit.domain.plan.DeploymentPlan;
import io.shardfit.domain.strategy.Convention;
import io.shardfit.domain.strategy.DeepSpeed;
import io.shardfit.domain.strategy.MegatronCore;
import io.shardfit.domain.strategy.Multiplicative;
import io.shardfit.domain.strategy.ParallelStrategy;
import io.shardfit.domain.strategy.SgLang;
import io.shardfit.domain.strategy.TorchTitan;
import io.shardfit.domain.strategy.VLlm;
import io.shardfit.domain.verdict.rule.ContextFitsTheModel;
import io.shardfit.domain.verdict.rule.ScaleBlocksStayWhole;
import io.shardfit.domain.workload.Workload;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Deployments that a framework refused in public because of their shape: each is refused here,
/// with the words that were reported. The source is the first argument; what a source leaves open
/// (number of layers of a batch error, the workload of an attention error) cannot change the
/// refusal.
class PublishedRefusalsTest {
    private static final Workload SERVING = Plans.serving(1, 2_048);
    private static final Workload TRAINING = Plans.pretraining(64, 1, 4_096);

    /// MooreThreads/SimuMax@4dcaae5 configs/models/llama-33b.json.
    private static final ModelArchitecture LLAMA_33B =
            shape(60, 6_656, 32_000, new GroupedQuery(52, 52, 128), new Dense(true, 17_920));

    /// Lightning-AI/litgpt@2685705 litgpt/config.py: Qwen2.5-7B, Qwen2.5-72B, Gemma-3-27b-it,
    /// Llama-2-70b, Llama-2-13b, phi-2.
    private static final ModelArchitecture QWEN_7B =
            shape(28, 3_584, 152_064, new GroupedQuery(28, 4, 128), new Dense(true, 18_944));

    private static final ModelArchitecture QWEN_72B =
            shape(80, 8_192, 152_064, new GroupedQuery(64, 8, 128), new Dense(true, 29_568));
    private static final ModelArchitecture GEMMA_27B =
            shape(62, 5_376, 262_144, new GroupedQuery(32, 16, 128), new Dense(true, 21_504));
    private static final ModelArchitecture LLAMA_2_70B =
            shape(80, 8_192, 32_000, new GroupedQuery(64, 8, 128), new Dense(true, 28_672));
    private static final ModelArchitecture LLAMA_2_13B =
            shape(40, 5_120, 32_000, new GroupedQuery(40, 40, 128), new Dense(true, 13_824));
    private static final ModelArchitecture PHI_2 =
            shape(32, 2_560, 51_200, new GroupedQuery(32, 32, 80), new Dense(false, 10_240));

    /// ai-dynamo/aiconfigurator@095f58a model_configs: Llama-3.1-8B, DeepSeek-V4-Flash and -Pro,
    /// Qwen3.5-122B-A10B, Qwen3.5-397B-A17B, Nemotron-H-56B. Only what decides the refusal is
    /// written: their attention is more than grouped-query attention.
    private static final ModelArchitecture LLAMA_3_8B =
            shape(32, 4_096, 128_256, new GroupedQuery(32, 8, 128), new Dense(true, 14_336));

    private static final ModelArchitecture DEEPSEEK_V4_FLASH =
            shape(43, 4_096, 129_280, new GroupedQuery(64, 1, 512), experts(256, 6, 2_048, 2_048));
    private static final ModelArchitecture DEEPSEEK_V4_PRO =
            shape(61, 7_168, 129_280, new GroupedQuery(128, 1, 512), experts(384, 6, 3_072, 3_072));
    private static final ModelArchitecture QWEN_122B =
            shape(48, 3_072, 248_320, new GroupedQuery(32, 2, 256), experts(256, 8, 1_024, 1_024));
    private static final ModelArchitecture QWEN_397B =
            shape(60, 4_096, 248_320, new GroupedQuery(32, 2, 256), experts(512, 10, 1_024, 1_024));
    private static final ModelArchitecture NEMOTRON_56B =
            shape(118, 8_192, 131_072, new GroupedQuery(64, 8, 128), new Dense(false, 32_768));

    /// THUDM/slime@624b824 scripts/models/glm4.5-106B-A12B.sh.
    private static final ModelArchitecture GLM_AIR =
            shape(46, 4_096, 151_552, new GroupedQuery(96, 8, 128), experts(128, 8, 1_408, 1_408));

    private static ModelArchitecture shape(
            int layers, int hidden, int vocabulary, Attention attention, FeedForward block) {
        return new ModelArchitecture(
                "published",
                layers,
                hidden,
                vocabulary,
                false,
                Normalization.RMSNORM,
                attention,
                block);
    }

    private static FeedForward experts(int count, int perToken, int width, int shared) {
        return new MixtureOfExperts(true, 0, new Experts(count, perToken, width, shared, 0, 1));
    }

    private static ParallelStrategy tensor(int ranks) {
        return ParallelStrategy.single().withTensor(ranks);
    }

    private static DeploymentPlan plan(
            Convention convention,
            ModelArchitecture model,
            ParallelStrategy strategy,
            Workload workload,
            int gpus) {
        return Plans.plan(model, convention, strategy, workload, gpus);
    }

    private static Arguments heads(String source, ModelArchitecture model, int ranks, int heads) {
        return Arguments.of(
                source,
                "PAR002",
                "Total number of attention heads (%d) must be divisible by tensor parallel size (%d)."
                        .formatted(heads, ranks),
                plan(new VLlm(), model, tensor(ranks), SERVING, ranks));
    }

    private static Arguments twoKeyValueHeads(ModelArchitecture model, int ranks) {
        return Arguments.of(
                "pytorch/torchtitan#4016",
                "PAR002",
                "tensor_parallel_degree (%d) must divide n_kv_heads (2).".formatted(ranks),
                plan(new TorchTitan(), model, tensor(ranks), TRAINING, ranks));
    }

    static Stream<Arguments> refused() {
        return Stream.of(
                heads("vllm-project/vllm#2652", LLAMA_33B, 8, 52),
                heads("vllm-project/vllm#414", LLAMA_33B, 3, 52),
                heads("THU-KEG/AdaptThink#1", QWEN_7B, 8, 28),
                heads("vllm-project/vllm#52435", DEEPSEEK_V4_FLASH, 3, 64),
                heads("gpustack/gpustack#2259", GEMMA_27B, 3, 32),
                heads("gpustack/gpustack#814", QWEN_72B, 3, 64),
                Arguments.of(
                        "deepspeedai/DeepSpeed#3634",
                        "PAR002",
                        "num_heads (52) must be divisible by mp_size (8)",
                        plan(new DeepSpeed(), LLAMA_33B, tensor(8), SERVING, 8)),
                twoKeyValueHeads(QWEN_122B, 4),
                twoKeyValueHeads(QWEN_397B, 4),
                twoKeyValueHeads(QWEN_397B, 8),
                Arguments.of(
                        "Lightning-AI/litgpt@2685705 tutorials/inference.md: 2, 4 or 8 devices",
                        "PAR002",
                        "64 attention heads do not divide over tensor parallel 5",
                        plan(new Multiplicative(), LLAMA_2_70B, tensor(5), SERVING, 5)),
                Arguments.of(
                        "modelscope/ms-swift#5737",
                        "PAR001",
                        "Number of layers should be divisible by the pipeline-model-parallel size",
                        plan(
                                new MegatronCore(),
                                GLM_AIR,
                                tensor(8)
                                        .withPipeline(4)
                                        .withData(2)
                                        .withExpert(16)
                                        .withExpertTensor(1),
                                Plans.pretraining(16, 2, 4_096),
                                64)),
                Arguments.of(
                        "NVIDIA-NeMo/Megatron-Bridge#5884 (num_layers=60, pipeline 8)",
                        "PAR001",
                        "60 layers do not divide over 8 pipeline stages",
                        plan(
                                new MegatronCore(),
                                QWEN_397B,
                                tensor(1).withPipeline(8).withVirtualStages(4),
                                TRAINING,
                                8)),
                Arguments.of(
                        "NVIDIA-NeMo/Speech#12828",
                        "PAR004",
                        "world_size (128) is not divisible by expert_tensor_model_pipeline_parallel"
                                + " size (512)",
                        plan(
                                new MegatronCore(),
                                Models.deepSeekV2(60, 1),
                                tensor(4).withPipeline(4).withData(8).withExpert(32),
                                TRAINING,
                                128)),
                Arguments.of(
                        "NVIDIA-NeMo/Megatron-Bridge#6091",
                        "PAR007",
                        "global batch size (192) is not divisible by micro batch size (1) times data"
                                + " parallel size (128)",
                        plan(
                                new MegatronCore(),
                                NEMOTRON_56B,
                                tensor(2).withData(128),
                                Plans.pretraining(192, 1, 8_192),
                                256)),
                Arguments.of(
                        "OpenRLHF/OpenRLHF#346 (model not stated)",
                        "PAR007",
                        "Check batch related parameters. train_batch_size is not equal to"
                                + " micro_batch_per_gpu * gradient_acc_step * world_size 256 != 2 *"
                                + " 18 * 7",
                        plan(
                                new DeepSpeed(),
                                LLAMA_2_13B,
                                tensor(1).withData(7),
                                Plans.pretraining(256, 2, 4_096),
                                7)),
                Arguments.of(
                        "llm-d-incubation/llm-d-planner@d3121e0, Llama-3.1-8B with DP 2 on one H100",
                        "PAR003",
                        "DP adjusted local rank 1 is out of bounds.",
                        plan(new VLlm(), LLAMA_3_8B, tensor(1).withData(2), SERVING, 1)),
                Arguments.of(
                        "vllm-project/vllm#596, vLLM 0.1.x on three GPUs",
                        "PAR004",
                        "The number of GPUs per node is not divisible by the number of tensor"
                                + " parallelism.",
                        plan(new VLlm(), LLAMA_2_13B, tensor(2), SERVING, 3)
                                .withFramework(
                                        Framework.of(new VLlm())
                                                .withVersion(Version.of("0.1.x").orElseThrow()))));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("refused")
    void refusedInTheFrameworksWords(
            String source, String code, String sentence, DeploymentPlan plan) {
        Verdict verdict = CompatibilityCheck.check(plan, RuleSet.current());

        assertThat(verdict.readiness()).as(source).isEqualTo(Readiness.NOT_READY);
        assertThat(verdict.findings())
                .anySatisfy(finding -> {
                    assertThat(finding.code()).isEqualTo(code);
                    assertThat(finding.severity()).isEqualTo(Severity.BLOCKER);
                    assertThat(finding.message()).contains(sentence);
                });
    }

    /// The same degrees under a neighbour that takes them: a refusal is a framework's, not physics.
    @Test
    void anotherFrameworkTakesWhatOneRefuses() {
        DeploymentPlan titan = plan(new TorchTitan(), QWEN_397B, tensor(4), TRAINING, 4);

        assertThat(CompatibilityCheck.refusals(titan)).hasSize(1);
        assertThat(CompatibilityCheck.refusals(titan.withConvention(new MegatronCore()))).isEmpty();
        assertThat(CompatibilityCheck.refusals(titan.withConvention(new VLlm()))).isEmpty();
    }

    /// vLLM 0.2 and later leave the third GPU idle.
    @Test
    void laterReleasesOfVLlmTakeThreeGpus() {
        DeploymentPlan plan = plan(new VLlm(), LLAMA_2_13B, tensor(2), SERVING, 3);

        assertThat(CompatibilityCheck.refusals(plan)).isEmpty();
    }

    static Stream<Arguments> blocks() {
        return Stream.of(
                Arguments.of(
                        "sgl-project/sglang#3345: DeepSeek-R1, 18432 ÷ 32",
                        "Weight output_partition_size = 576 is not divisible by weight quantization"
                                + " block_n = 128.",
                        plan(new SgLang(), Models.deepSeekV3(61, 3), tensor(32), SERVING, 32)),
                Arguments.of(
                        "sgl-project/sglang#23602: DeepSeek-V4-Pro, 3072 ÷ 16",
                        "Weight output_partition_size = 192 is not divisible by weight quantization"
                                + " block_n = 128.",
                        plan(new SgLang(), DEEPSEEK_V4_PRO, tensor(16), SERVING, 16)),
                // The row says 320 wide; 80 of 8 ranks are 640.
                Arguments.of(
                        "vllm-project/vllm#54178: Qwen3.8-Flash-Next, 640 ÷ 8",
                        "The output_size of gate's and up's weight = 80 is not divisible by weight"
                                + " quantization block_n = 128.",
                        plan(
                                new VLlm(),
                                shape(
                                        48,
                                        2_048,
                                        151_936,
                                        new GroupedQuery(32, 8, 128),
                                        experts(512, 10, 640, 0)),
                                tensor(8),
                                SERVING,
                                8)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("blocks")
    void blocksOfScalesStayWhole(String source, String sentence, DeploymentPlan plan) {
        assertThat(ScaleBlocksStayWhole.of(plan, 128))
                .as(source)
                .anySatisfy(finding -> assertThat(finding.message()).contains(sentence));
        assertThat(ScaleBlocksStayWhole.of(plan, 16)).isEmpty();
    }

    /// Expert parallelism keeps experts whole: 640 = 5 × 128, and 8 ranks hold 64 experts each.
    @Test
    void dealtExpertsAreNotCut() {
        ModelArchitecture model =
                shape(48, 2_048, 151_936, new GroupedQuery(32, 8, 128), experts(512, 10, 640, 0));
        DeploymentPlan plan = plan(new VLlm(), model, tensor(8).withExpert(8), SERVING, 8);

        assertThat(ScaleBlocksStayWhole.of(plan, 128)).isEmpty();
    }

    /// llm-d-incubation/llm-d-planner@d3121e0 accuracy/results/v0.19.0: phi-2 with 8192 tokens.
    @Test
    void aContextLongerThanTheModelsPositionsIsRefused() {
        DeploymentPlan plan = plan(new VLlm(), PHI_2, tensor(1), Plans.serving(1, 8_192), 1);

        List<Finding> findings = ContextFitsTheModel.of(plan, 2_048);

        assertThat(findings)
                .singleElement()
                .satisfies(finding ->
                        assertThat(finding.message())
                                .contains(
                                        "User-specified max_model_len (8192) is greater than the"
                                                + " derived max_model_len"
                                                + " (max_position_embeddings=2048"));
        assertThat(ContextFitsTheModel.of(plan, 8_192)).isEmpty();
    }
}
