package io.shardfit.domain.verdict;

import static org.assertj.core.api.Assertions.assertThat;

import io.shardfit.domain.Models;
import io.shardfit.domain.Plans;
import io.shardfit.domain.architecture.Attention.GroupedQuery;
import io.shardfit.domain.architecture.FeedForward.Dense;
import io.shardfit.domain.architecture.ModelArchitecture;
import io.shardfit.domain.plan.DeploymentPlan;
import io.shardfit.domain.strategy.Convention;
import io.shardfit.domain.strategy.DeepSpeed;
import io.shardfit.domain.strategy.MegatronCore;
import io.shardfit.domain.strategy.Multiplicative;
import io.shardfit.domain.strategy.ParallelStrategy;
import io.shardfit.domain.strategy.SgLang;
import io.shardfit.domain.strategy.TensorRtLlm;
import io.shardfit.domain.strategy.TorchTitan;
import io.shardfit.domain.strategy.VLlm;
import io.shardfit.domain.verdict.rule.ContextFitsTheModel;
import io.shardfit.domain.workload.Workload;
import io.shardfit.domain.workload.ZeroStage;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// The sentences of the frameworks, as their sources at the commits of `verdict.framework` print
/// them, and degrees that each takes though a neighbour refuses them.
class FrameworkRefusalsTest {
    private static final Workload TRAINING = Plans.pretraining(64, 1, 4_096);
    private static final Workload SERVING = Plans.serving(1, 4_096);
    private static final ModelArchitecture MIXTRAL = Models.mixtral();
    private static final ModelArchitecture LLAMA = Models.llama3With70B(80);
    private static final ModelArchitecture DEEPSEEK = Models.deepSeekV3(61, 3);

    private static ParallelStrategy tensor(int ranks) {
        return ParallelStrategy.single().withTensor(ranks);
    }

    private static DeploymentPlan plan(
            Convention convention, ModelArchitecture model, ParallelStrategy strategy) {
        Workload workload =
                switch (convention) {
                    case VLlm _, SgLang _, TensorRtLlm _ -> SERVING;
                    case Multiplicative _, MegatronCore _, DeepSpeed _, TorchTitan _ -> TRAINING;
                };
        return Plans.plan(model, convention, strategy, workload, 2_048);
    }

    private static Arguments says(
            String sentence,
            Convention convention,
            ModelArchitecture model,
            ParallelStrategy strategy) {
        return Arguments.of(sentence, plan(convention, model, strategy));
    }

    static Stream<Arguments> refused() {
        return Stream.of(
                says(
                        "PCP does not support data parallelism yet.",
                        new VLlm(),
                        LLAMA,
                        tensor(2).withPrefillContext(2).withData(2)),
                says(
                        "tp_size=8 must be divisible by dcp_size=3.",
                        new VLlm(),
                        LLAMA,
                        tensor(8).withDecodeContext(3)),
                says(
                        "tensor parallel size 4 must be greater than total num kv heads 8 when enable"
                                + " decode context parallel for GQA/MQA",
                        new VLlm(),
                        LLAMA,
                        tensor(4).withDecodeContext(2)),
                says(
                        "decode context parallel size must less than or equal to (tensor parallel size"
                                + " 16 // total num kv heads 8) = 2, but got 4",
                        new VLlm(),
                        LLAMA,
                        tensor(16).withDecodeContext(4)),
                says(
                        "Total number of q per kv attn heads (6) must be divisible by dcp world size"
                                + " when enable decode context parallel for GQA (4).",
                        new VLlm(),
                        heads(12, 2),
                        tensor(12).withDecodeContext(4)),
                says(
                        "Got TP=4, PCP=2, DCP=4; valid DCP sizes are [1, 2, 8].",
                        new VLlm(),
                        LLAMA,
                        tensor(4).withPrefillContext(2).withDecodeContext(4)),
                says(
                        "EPLB currently only supports even distribution of experts across ranks. Got"
                                + " 258 experts and 4 EP ranks.",
                        new VLlm(),
                        DEEPSEEK,
                        tensor(4).withExpert(4).withRedundantExperts(2)),
                says(
                        "num_redundant_experts is set to 4 but EPLB is not enabled. Either enable"
                                + " EPLB or unset num_redundant_experts.",
                        new VLlm(),
                        DEEPSEEK,
                        tensor(4).withRedundantExperts(4)),
                says(
                        "EPLB requires tensor, prefill-context, or data parallelism, but got TP=1,"
                                + " PCP=1, DP=1.",
                        new VLlm(),
                        DEEPSEEK,
                        tensor(1).withRedundantExperts(4)),
                says(
                        "Tensor parallel size 16 is greater than the number of experts 8.",
                        new VLlm(),
                        MIXTRAL,
                        tensor(16)),
                says(
                        "1 (off) or TP × PCP × DP = 8 (on), got 4",
                        new VLlm(),
                        DEEPSEEK,
                        tensor(4).withData(2).withExpert(4)),
                says(
                        "Number of experts in the model must be greater than 0 when expert"
                                + " parallelism is enabled.",
                        new VLlm(),
                        LLAMA,
                        tensor(8).withExpert(8)),
                says("28640 is not divisible by 64", new VLlm(), ofWidth(28_640), tensor(64)),
                says(
                        "assert self.total_num_kv_heads % tp_size == 0",
                        new VLlm(), heads(96, 12), tensor(8)),
                says(
                        "assert tp_size % self.total_num_kv_heads == 0",
                        new VLlm(), heads(96, 12), tensor(32)),
                says(
                        "vllm has no context parallel (2)",
                        new VLlm(),
                        LLAMA,
                        tensor(1).withContext(2)),
                says(
                        "expert_parallel_degree (16) must divide dp_shard * cp * tp (8)",
                        new TorchTitan(),
                        DEEPSEEK,
                        tensor(4).withData(4).withDataReplicate(2).withExpert(16)),
                says(
                        "num_experts (8) must be divisible by expert_parallel_degree (3).",
                        new TorchTitan(),
                        MIXTRAL,
                        tensor(1).withData(3).withExpert(3)),
                says(
                        "Invalid parallel dims: dp_replicate(3) * dp_shard(2) * cp(1) * tp(1) * pp(1)"
                                + " != WORLD_SIZE(8)",
                        new TorchTitan(),
                        LLAMA,
                        tensor(1).withData(8).withDataReplicate(3)),
                says(
                        "tensor_parallel_degree (5) must divide n_heads (64).",
                        new TorchTitan(),
                        LLAMA,
                        tensor(5)),
                // 64 × 4096 = 262144 tokens a step, 4096 × 3 = 12288 a pass
                says(
                        "training.num_tokens_per_train_step (262144) must be divisible by the number"
                                + " of tokens processed globally in one gradient accumulation"
                                + " iteration (12288).",
                        new TorchTitan(),
                        LLAMA,
                        tensor(1).withData(3)),
                says(
                        "The number of tokens per pipeline microbatch (4096) must be divisible by 24"
                                + " for the configured sequence/context parallelism.",
                        new TorchTitan(),
                        LLAMA,
                        tensor(4).withContext(3)),
                says(
                        "\"2 is not divisible by 8\"; AutoEP refuses: \"AutoEP+AutoTP folding"
                                + " currently supports pp_size=1 only; got pp_size=4.",
                        new DeepSpeed(),
                        MIXTRAL,
                        tensor(4).withPipeline(4).withData(2).withExpert(8)),
                says(
                        "(3 * 1 = 3) must divide the stage size (world_size=8 / pp_size=1 = 8)."
                                + " Computed edp would be non-integral. Valid expert-width values:"
                                + " [1, 2, 4, 8]",
                        new DeepSpeed(),
                        Models.deepSeekV2(60, 1),
                        tensor(1).withData(8).withExpert(3)),
                says(
                        "Number of experts (8) should be divisible by expert parallel size (3)",
                        new DeepSpeed(),
                        MIXTRAL,
                        tensor(1).withData(3).withExpert(3)),
                says(
                        "is not divisible by autoep_size=6. Suggested autoep_size values: [1, 2, 4, 8]",
                        new DeepSpeed(),
                        MIXTRAL,
                        tensor(2).withData(3).withExpert(6)),
                says(
                        "expert_parallel.expert_tensor_parallel_size=2 is reserved for"
                                + " expert-internal tensor parallelism and is not supported yet.",
                        new DeepSpeed(),
                        MIXTRAL,
                        tensor(2).withData(4).withExpertTensor(2)),
                says(
                        "Attention head count 64 is not divisible by SP size 3",
                        new DeepSpeed(),
                        LLAMA,
                        tensor(1).withContext(3)),
                says(
                        "KV attention head count 12 is not divisible by SP size 32 or vice versa",
                        new DeepSpeed(),
                        heads(96, 12),
                        tensor(1).withContext(32)),
                says(
                        "tp_size must be divisible by attn_cp_size",
                        new SgLang(),
                        LLAMA,
                        tensor(8).withContext(3)),
                says(
                        "tp_size must be divisible by dp_size * attn_cp_size",
                        new SgLang(),
                        LLAMA,
                        tensor(8).withContext(2).withAttentionData(8)),
                says(
                        "assert self.tp_size % self.dp_size == 0",
                        new SgLang(), LLAMA, tensor(8).withAttentionData(3)),
                says(
                        "ep_size * moe_dp_size must be less than or equal to tp_size",
                        new SgLang(),
                        DEEPSEEK,
                        tensor(4).withExpert(8)),
                says(
                        "tp_size 8 must be divisible by ep_size 3",
                        new SgLang(),
                        DEEPSEEK,
                        tensor(8).withExpert(3)),
                says(
                        "assert (num_experts - num_fused_shared_experts) % self.moe_ep_size == 0",
                        new SgLang(), DEEPSEEK, tensor(8).withExpert(8).withRedundantExperts(3)),
                says("assert self.total_num_heads % tp_size == 0", new SgLang(), LLAMA, tensor(5)),
                says(
                        "moe_tp_size * moe_ep_size * moe_cluster_size must equal to moe_world_size,"
                                + " but got 0 != 4",
                        new TensorRtLlm(),
                        DEEPSEEK,
                        tensor(4).withExpert(8)),
                says(
                        "but got 16 != 8",
                        new TensorRtLlm(),
                        DEEPSEEK,
                        tensor(8).withExpert(4).withExpertTensor(4)),
                says(
                        "CP CpType.ULYSSES doesn't support MoE tp/ep yet",
                        new TensorRtLlm(),
                        DEEPSEEK,
                        tensor(8).withExpert(8).withContext(2)),
                says(
                        "attention data parallel is a switch: 1 (off) or TP = 8 (on), got 4",
                        new TensorRtLlm(),
                        DEEPSEEK,
                        tensor(8).withAttentionData(4)),
                says(
                        "pp size cannot be larger than num_hidden_layers",
                        new TensorRtLlm(),
                        LLAMA,
                        tensor(1).withPipeline(81)),
                says("assert self.num_heads % tp_size == 0", new TensorRtLlm(), LLAMA, tensor(5)),
                says(
                        "assert num_kv_heads % tp_size == 0",
                        new TensorRtLlm(), heads(96, 12), tensor(8)),
                says(
                        "out_features 28640 must be divisible by tp_size 64",
                        new TensorRtLlm(),
                        ofWidth(28_640),
                        tensor(64)),
                says(
                        "assert self.num_slots % self.ep_size == 0",
                        new TensorRtLlm(),
                        DEEPSEEK,
                        tensor(8).withExpert(8).withRedundantExperts(3)),
                says(
                        "some would be held by none",
                        new TensorRtLlm(),
                        Models.deepSeekV2(60, 1),
                        tensor(64).withExpert(64)));
    }

    /// Llama-3-70B with other heads.
    private static ModelArchitecture heads(int heads, int keyValueHeads) {
        ModelArchitecture model = LLAMA;
        return new ModelArchitecture(
                model.name(),
                model.layers(),
                model.hiddenSize(),
                model.vocabularySize(),
                model.tiedEmbeddings(),
                model.normalization(),
                new GroupedQuery(heads, keyValueHeads, 128),
                model.feedForward());
    }

    /// Llama-3-70B with another feed-forward width.
    private static ModelArchitecture ofWidth(int width) {
        ModelArchitecture model = LLAMA;
        return new ModelArchitecture(
                model.name(),
                model.layers(),
                model.hiddenSize(),
                model.vocabularySize(),
                model.tiedEmbeddings(),
                model.normalization(),
                model.attention(),
                new Dense(true, width));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("refused")
    void refusedInTheFrameworksWords(String sentence, DeploymentPlan plan) {
        assertThat(CompatibilityCheck.refusals(plan))
                .anySatisfy(finding -> {
                    assertThat(finding.severity()).isEqualTo(Severity.BLOCKER);
                    assertThat(finding.message()).contains(sentence);
                });
        assertThat(CompatibilityCheck.check(plan, RuleSet.current()).readiness())
                .isEqualTo(Readiness.NOT_READY);
    }

    static Stream<Arguments> taken() {
        return Stream.of(
                says("uneven experts", new VLlm(), MIXTRAL, tensor(1).withData(3).withExpert(3)),
                says(
                        "72 slots on 8 ranks",
                        new VLlm(),
                        DEEPSEEK,
                        tensor(8).withExpert(8).withRedundantExperts(32)),
                says(
                        "sixteen ranks, eight heads, each twice",
                        new VLlm(),
                        LLAMA,
                        tensor(16).withDecodeContext(2)),
                says(
                        "a latent cache that every rank holds",
                        new VLlm(),
                        DEEPSEEK,
                        tensor(8).withDecodeContext(8)),
                says("two heads repeated four times", new VLlm(), heads(64, 2), tensor(8)),
                says("two heads repeated four times", new SgLang(), heads(64, 2), tensor(8)),
                says("two heads repeated four times", new TensorRtLlm(), heads(64, 2), tensor(8)),
                says(
                        "whole attention per rank",
                        new SgLang(),
                        heads(60, 3),
                        tensor(8).withAttentionData(8)),
                says(
                        "whole attention per rank",
                        new TensorRtLlm(),
                        heads(60, 3),
                        tensor(8).withAttentionData(8)),
                says("uneven columns", new TorchTitan(), ofWidth(28_671), tensor(8)),
                says("uneven layers", new TorchTitan(), LLAMA, tensor(1).withPipeline(7)),
                says("uneven layers", new VLlm(), LLAMA, tensor(1).withPipeline(7)),
                says(
                        "AutoEP over the stage",
                        new DeepSpeed(),
                        MIXTRAL,
                        tensor(4).withData(2).withExpert(8)),
                says(
                        "EP inside DP",
                        new DeepSpeed(),
                        MIXTRAL,
                        tensor(2).withPipeline(2).withData(8).withExpert(4)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("taken")
    void takenAsTheFrameworkTakesIt(String why, DeploymentPlan plan) {
        assertThat(CompatibilityCheck.refusals(plan)).as(why).isEmpty();
    }

    @Test
    void zeroWithAPipelineIsRefusedByDeepSpeed() {
        DeploymentPlan plan =
                plan(new DeepSpeed(), LLAMA, tensor(1).withPipeline(2))
                        .withWorkload(
                                Plans.pretraining(64, 1, 4_096).withZeroStage(ZeroStage.WEIGHTS));

        assertThat(CompatibilityCheck.refusals(plan))
                .extracting(Finding::message)
                .contains(
                        "deepspeed refuses: \"ZeRO-2 and ZeRO-3 are incompatible with pipeline"
                                + " parallelism\"");
    }

    @Test
    void autoEpIsRefusedWithZeroThree() {
        DeploymentPlan plan =
                plan(new DeepSpeed(), MIXTRAL, tensor(4).withData(2).withExpert(8))
                        .withWorkload(
                                Plans.pretraining(64, 1, 4_096).withZeroStage(ZeroStage.WEIGHTS));

        assertThat(CompatibilityCheck.refusals(plan))
                .anySatisfy(finding ->
                        assertThat(finding.message())
                                .contains("AutoEP+AutoTP with ZeRO stage 3 is reserved"));
    }

    @Test
    void enginesDoNotTrainAndTorchTitanDoesNotServe() {
        for (Convention engine : List.of(new VLlm(), new SgLang(), new TensorRtLlm())) {
            assertThat(messages(plan(engine, LLAMA, tensor(8)).withWorkload(TRAINING)))
                    .contains(
                            "cannot be expressed in %s: %s serves; it does not train"
                                    .formatted(engine.name(), engine.name()));
        }
        assertThat(messages(plan(new TorchTitan(), LLAMA, tensor(8)).withWorkload(SERVING)))
                .contains(
                        "cannot be expressed in torchtitan: torchtitan trains; it does not serve");
    }

    private static List<String> messages(DeploymentPlan plan) {
        return CompatibilityCheck.check(plan, RuleSet.current()).findings().stream()
                .map(Finding::message)
                .toList();
    }

    static Stream<Arguments> tooFew() {
        return Stream.of(
                Arguments.of(
                        "World size (16) is larger than the number of available GPUs (8) in this"
                                + " node.",
                        new VLlm(),
                        tensor(8).withPipeline(2)),
                Arguments.of(
                        "world_size must equal to tp_size * pp_size * cp_size, but got 8 != 8 * 2 *"
                                + " 1.",
                        new TensorRtLlm(),
                        tensor(8).withPipeline(2)),
                Arguments.of(
                        "Invalid parallel dims: dp_replicate(1) * dp_shard(2) * cp(1) * tp(8) * pp(1)"
                                + " != WORLD_SIZE(8)",
                        new TorchTitan(),
                        tensor(8).withData(2)),
                Arguments.of(
                        "world size (8) is not divisible by total_model_size (total_model_size=16)",
                        new MegatronCore(),
                        tensor(8).withPipeline(2)),
                Arguments.of("8 is not divisible by 16", new DeepSpeed(), tensor(16)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("tooFew")
    void tooFewGpusAreRefusedInTheFrameworksWords(
            String sentence, Convention convention, ParallelStrategy strategy) {
        DeploymentPlan plan = Plans.plan(LLAMA, convention, strategy, TRAINING, 8);

        assertThat(messages(plan)).anySatisfy(message -> assertThat(message).contains(sentence));
    }

    @Test
    void contextsAreRefusedInTheFrameworksWords() {
        assertThat(context(new SgLang(), SERVING))
                .contains(
                        "User-specified context_length (4096) is greater than the derived"
                                + " context_length (2048).");
        assertThat(context(new TorchTitan(), TRAINING))
                .contains(
                        "Training sequence length 4096 exceeds attention RoPE maximum supported"
                                + " sequence length 2048.");
        assertThat(ContextFitsTheModel.of(plan(new MegatronCore(), LLAMA, tensor(1)), 2_048))
                .isEmpty();
    }

    private static String context(Convention convention, Workload workload) {
        return ContextFitsTheModel.of(
                        plan(convention, LLAMA, tensor(1)).withWorkload(workload), 2_048)
                .getFirst()
                .message();
    }
}
