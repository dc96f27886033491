package io.shardfit.domain.verdict;

import static org.assertj.core.api.Assertions.assertThat;

import io.shardfit.domain.Models;
import io.shardfit.domain.Plans;
import io.shardfit.domain.architecture.ModelArchitecture;
import io.shardfit.domain.plan.DeploymentPlan;
import io.shardfit.domain.strategy.MegatronCore;
import io.shardfit.domain.strategy.Multiplicative;
import io.shardfit.domain.strategy.ParallelGroups;
import io.shardfit.domain.strategy.ParallelStrategy;
import io.shardfit.domain.strategy.TensorRanks;
import io.shardfit.domain.verdict.StrategyFinding.ConventionRefuses;
import io.shardfit.domain.verdict.StrategyFinding.LayersDoNotDivide;
import io.shardfit.domain.verdict.Verdict.Assessed;
import io.shardfit.domain.verdict.Verdict.Refused;
import io.shardfit.domain.workload.Workload;
import io.shardfit.domain.workload.Workload.Training;
import io.shardfit.domain.workload.ZeroStage;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/// What each convention makes of the same degrees, and the sentence with which
/// NVIDIA/Megatron-LM@d98e8a6 refuses. A person who reads our finding should find Megatron's own
/// words when they search for it.
class ConventionRefusalsTest {
    private static final ModelArchitecture LLAMA = Models.llama3With70B(80);
    private static final ModelArchitecture MIXTRAL = Models.mixtral();
    private static final Training TRAINING = Plans.pretraining(64, 1, 4_096);

    /// In the order of a launch script, experts last.
    private static ParallelStrategy degrees(int tp, int cp, int pp, int dp, int ep, int etp) {
        return Plans.degrees(tp, pp, dp, ep, cp, etp, true, 1);
    }

    private static ParallelStrategy withVirtualStages(int tp, int pp, int dp, int virtualStages) {
        return Plans.degrees(tp, pp, dp, 1, 1, tp, true, virtualStages);
    }

    private static DeploymentPlan megatron(
            ModelArchitecture model, ParallelStrategy strategy, Workload workload) {
        return Plans.megatron(model, strategy, workload, 64);
    }

    private static Verdict check(DeploymentPlan plan) {
        return CompatibilityCheck.check(plan, RuleSet.current());
    }

    static Stream<Arguments> refusedByMegatron() {
        return Stream.of(
                Arguments.of(
                        "parallel_state.py:883",
                        "PAR004",
                        "world_size (8) is not divisible by expert_tensor_model_pipeline_parallel size (32)",
                        megatron(MIXTRAL, degrees(1, 1, 4, 2, 8, 1), TRAINING)),
                Arguments.of(
                        "arguments.py:1655",
                        "PAR006",
                        "num_experts must be non None to use expert model parallelism",
                        megatron(LLAMA, degrees(1, 1, 1, 2, 2, 1), TRAINING)),
                Arguments.of(
                        "arguments.py:1658",
                        "PAR005",
                        "Number of experts should be a multiple of expert model parallel_size.",
                        megatron(MIXTRAL, degrees(1, 1, 1, 3, 3, 1), Plans.pretraining(63, 1, 64))),
                Arguments.of(
                        "arguments.py:998",
                        "PAR001",
                        "Number of layers should be divisible by the pipeline-model-parallel size",
                        megatron(LLAMA, degrees(1, 1, 3, 1, 1, 1), TRAINING)),
                Arguments.of(
                        "arguments.py:969",
                        "PAR001",
                        "number of layers per pipeline stage must be divisible number of layers per"
                                + " virtual pipeline stage",
                        megatron(LLAMA, withVirtualStages(1, 4, 1, 3), TRAINING)),
                Arguments.of(
                        "arguments.py:1002",
                        "PAR004",
                        "When interleaved schedule is used, pipeline-model-parallel size should be"
                                + " greater than 1",
                        megatron(LLAMA, withVirtualStages(1, 1, 1, 2), TRAINING)),
                Arguments.of(
                        "arguments.py:1336",
                        "PAR004",
                        "seq-length should be a multiple of 2 * context-parallel-size if"
                                + " context-parallel-size > 1.",
                        megatron(
                                LLAMA, degrees(1, 4, 1, 1, 1, 1), Plans.pretraining(64, 1, 4_100))),
                Arguments.of(
                        "transformer_config.py:1446",
                        "PAR002",
                        "num_attention_heads (64) must be a multiple of tensor_model_parallel_size"
                                + " (5).",
                        megatron(LLAMA, degrees(5, 1, 1, 1, 1, 5), TRAINING)),
                Arguments.of(
                        "transformer_config.py:1468",
                        "PAR002",
                        "num_query_groups (8) must be a multiple or divisor of"
                                + " tensor_model_parallel_size (12).",
                        megatron(LLAMA, degrees(12, 1, 1, 1, 1, 12), TRAINING)),
                Arguments.of(
                        "num_microbatches_calculator.py:381",
                        "PAR007",
                        "global batch size (64) is not divisible by micro batch size (1) times data"
                                + " parallel size (6)",
                        megatron(LLAMA, degrees(1, 1, 1, 6, 1, 1), TRAINING)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("refusedByMegatron")
    void megatronsOwnWordsAreQuoted(
            String where, String code, String sentence, DeploymentPlan plan) {
        Verdict verdict = check(plan);

        assertThat(verdict).isInstanceOf(Refused.class);
        assertThat(verdict.readiness()).isEqualTo(Readiness.NOT_READY);
        assertThat(verdict.findings())
                .as(where)
                .anySatisfy(finding -> {
                    assertThat(finding.code()).isEqualTo(code);
                    assertThat(finding.message()).contains("\"" + sentence + "\"");
                });
    }

    @ParameterizedTest
    @CsvSource({"GRADIENTS", "WEIGHTS"})
    void shardingThatMegatronDoesInAnotherWayIsNotGuessed(ZeroStage stage) {
        Verdict verdict =
                check(megatron(LLAMA, degrees(8, 1, 8, 1, 1, 8), TRAINING.withZeroStage(stage)));

        assertThat(verdict.readiness()).isEqualTo(Readiness.UNKNOWN);
        assertThat(
                        check(
                                        Plans.plan(
                                                LLAMA,
                                                new Multiplicative(),
                                                degrees(8, 1, 8, 1, 1, 8),
                                                TRAINING.withZeroStage(stage),
                                                64))
                                .readiness())
                .isNotEqualTo(Readiness.UNKNOWN);
    }

    /// The words "TP 4, PP 4, EP 8, DP 2" in two conventions (docs/memory-model.md).
    @Test
    void theSameWordsMeanTwoHundredFiftySixGpusOrThirtyTwo() {
        ParallelStrategy words = degrees(4, 1, 4, 2, 8, 4);

        assertThat(new Multiplicative().worldSize(words)).isEqualTo(256);
        assertThat(new MegatronCore().worldSize(words)).isEqualTo(32);
        assertThat(new Multiplicative().worldSizeEquation()).isEqualTo("EP × TP × PP × DP × CP");
        assertThat(new MegatronCore().worldSizeEquation()).isEqualTo("TP × CP × PP × DP");
    }

    @Test
    void megatronTakesThemOnlyWithoutExpertTensorParallelism() {
        ParallelStrategy words = degrees(4, 1, 4, 2, 8, 4);

        Verdict byDefault = check(megatron(MIXTRAL, words, TRAINING));
        Verdict unsplit = check(megatron(MIXTRAL, words.withExpertTensor(1), TRAINING));

        assertThat(byDefault.findings())
                .anySatisfy(finding ->
                        assertThat(finding.message())
                                .contains(
                                        "world_size (32) is not divisible by"
                                                + " expert_tensor_model_pipeline_parallel size"
                                                + " (128)"));
        assertThat(unsplit).isInstanceOf(Assessed.class);
        assertThat(unsplit.plan().groups())
                .isEqualTo(new ParallelGroups(32, 2, 2, 1, 8, 1, 1, 1, TensorRanks.all(4)));
    }

    @Test
    void multiplicativeMakesEveryDegreeAnAxis() {
        ParallelStrategy words = Plans.degrees(4, 4, 2, 8, 3, 4, true, 1);

        assertThat(new Multiplicative().groups(words))
                .isEqualTo(new ParallelGroups(768, 16, 48, 6, 8, 4, 1, 1, TensorRanks.all(4)));
    }

    @Test
    void multiplicativeSplitsAnExpertAsItSplitsTheRest() {
        DeploymentPlan plan =
                megatron(MIXTRAL, degrees(4, 1, 4, 2, 8, 1), TRAINING)
                        .withConvention(new Multiplicative());

        assertThat(check(plan).findings())
                .hasAtLeastOneElementOfType(ConventionRefuses.class)
                .anySatisfy(finding ->
                        assertThat(finding.message())
                                .contains(
                                        "expert tensor parallel must equal tensor parallel"
                                                + " (4), got 1"));
    }

    @Test
    void multiplicativeLetsLayersAndExpertsLieUnevenly() {
        DeploymentPlan plan =
                Plans.plan(
                        MIXTRAL,
                        new Multiplicative(),
                        Plans.strategy(3, 1, 3, 1),
                        Plans.pretraining(63, 1, 64),
                        9);

        assertThat(check(plan)).isInstanceOf(Assessed.class);
        assertThat(check(plan).findings())
                .hasAtLeastOneElementOfType(BalanceFinding.ExpertsAreUneven.class)
                .hasAtLeastOneElementOfType(BalanceFinding.StagesAreUneven.class);
    }

    @Test
    void noConventionLeavesAStageOrARankEmpty() {
        for (DeploymentPlan plan :
                List.of(
                        megatron(MIXTRAL, degrees(1, 1, 33, 1, 1, 1), TRAINING),
                        megatron(MIXTRAL, degrees(1, 1, 33, 1, 1, 1), TRAINING)
                                .withConvention(new Multiplicative()))) {
            assertThat(check(plan).findings()).hasAtLeastOneElementOfType(LayersDoNotDivide.class);
        }
        assertThat(
                        check(
                                        Plans.plan(
                                                MIXTRAL,
                                                new Multiplicative(),
                                                Plans.strategy(9, 1, 1, 1),
                                                Plans.pretraining(63, 1, 64),
                                                9))
                                .findings())
                .hasAtLeastOneElementOfType(StrategyFinding.NoExpertsForRanks.class);
    }

    /// examples/mixtral/train_mixtral_8x7b_distributed.sh: TP 1, PP 4, EP 8; one node by default.
    @ParameterizedTest
    @CsvSource({"8, 2, false", "32, 8, true"})
    void megatronsMixtralSampleNeedsFourNodes(int gpus, int data, boolean starts) {
        DeploymentPlan plan =
                Plans.megatron(
                        MIXTRAL,
                        degrees(1, 1, 4, data, 8, 1),
                        Plans.pretraining(256, 1, 4_096),
                        gpus);

        Verdict verdict = check(plan);

        assertThat(verdict instanceof Assessed).isEqualTo(starts);
        assertThat(verdict.findings().stream().map(Finding::code).anyMatch("PAR004"::equals))
                .isEqualTo(!starts);
        assertThat(verdict.findings().stream().map(Finding::code)).doesNotContain("PAR003");
    }

    @Test
    void sequenceParallelismCutsTheSequenceEvenly() {
        assertRefused(
                Plans.megatron(
                        Models.llama3With70B(80),
                        Plans.strategy(1, 8, 1, 1),
                        Plans.pretraining(8, 1, 1_023),
                        8),
                "First dimension of the tensor should be divisible by tensor parallel size");
    }

    @Test
    void expertsWithTensorParallelismNeedSequenceParallelism() {
        assertRefused(
                Plans.megatron(
                        Models.mixtral(),
                        Plans.degrees(2, 1, 1, 1, 1, 2, false, 1),
                        Plans.pretraining(8, 1, 4_096),
                        2),
                "without also enabling sequence parallelism.");
    }

    /// 6 micro-batches over 4 stages leave a group of 2.
    @Test
    void interleavingWantsWholeGroupsOfMicroBatches() {
        assertRefused(
                Plans.megatron(
                        Models.llama3With70B(80),
                        Plans.degrees(1, 4, 1, 1, 1, 1, true, 2),
                        Plans.pretraining(6, 1, 4_096),
                        4),
                "pipeline-parallel size, but it is 2.");
    }

    /// 12 ranks hold 8 of GPT-3's 96 heads each, but 49152 ÷ 10 columns leave 2.
    @Test
    void columnsAreCutEvenly() {
        assertRefused(gpt3(10), "49152 is not divisible by 10");
        assertThat(CompatibilityCheck.check(gpt3(12), RuleSet.current()).findings())
                .noneMatch(StrategyFinding.WidthDoesNotDivide.class::isInstance);
    }

    private static DeploymentPlan gpt3(int tensor) {
        return Plans.megatron(
                Models.gpt3(),
                Plans.strategy(1, tensor, 1, 1),
                Plans.pretraining(8, 1, 4_080),
                tensor);
    }

    private static void assertRefused(DeploymentPlan plan, String sentence) {
        assertThat(CompatibilityCheck.check(plan, RuleSet.current()).findings())
                .anySatisfy(finding -> {
                    assertThat(finding.severity()).isEqualTo(Severity.BLOCKER);
                    assertThat(finding.message()).contains(sentence);
                });
    }
}
