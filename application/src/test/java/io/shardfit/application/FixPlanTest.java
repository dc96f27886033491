package io.shardfit.application;

import static io.shardfit.application.PlanFiles.founding;
import static org.assertj.core.api.Assertions.assertThat;

import io.shardfit.application.FixPlan.Fix;
import io.shardfit.application.FixPlan.Outcome.Proposed;
import io.shardfit.application.FixPlan.Outcome.Rejected;
import io.shardfit.application.remedy.ProposeRemedies;
import io.shardfit.domain.remedy.Limits;
import io.shardfit.domain.verdict.Readiness;
import io.shardfit.domain.verdict.RuleSet;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class FixPlanTest {
    private static final FixPlan FIX =
            new FixPlan(
                    new CheckPlan(PlanFiles.CATALOGUE), new ProposeRemedies(PlanFiles.CATALOGUE));

    private static final Path EXAMPLES = Path.of("..", "examples");

    static List<Path> examples() {
        return PlanFiles.examples();
    }

    private static Proposed proposed(String text) {
        return (Proposed)
                FIX.fix(
                        "plan.yaml",
                        text.getBytes(StandardCharsets.UTF_8),
                        RuleSet.current(),
                        Limits.of(5, 1_000));
    }

    @ParameterizedTest
    @MethodSource("examples")
    void everyRemedyOfEveryExamplePassesWhenItIsWritten(Path example) {
        for (Fix fix : proposed(PlanFiles.text(example)).fixes()) {
            Readiness promised = fix.proposal().trial().verdict().readiness();

            assertThat(PlanFiles.checked(fix.text()).verdict().readiness())
                    .as(fix.proposal().words())
                    .isEqualTo(promised)
                    .isIn(Readiness.READY, Readiness.TIGHT);
        }
    }

    @Test
    void nothingButTheRemedyChangesInTheFile() {
        String text = founding("ep16-dp4-megatron");

        Fix fix = proposed(text).fixes().getFirst();

        assertThat(fix.text()).isEqualTo(text.replace("EP16_TP1_PP1_DP4", "EP16_TP1_PP1_DP16"));
        assertThat(LineDiff.of(text, fix.text()))
                .extracting(LineDiff.Line::text)
                .containsExactly("strategy: EP16_TP1_PP1_DP4", "strategy: EP16_TP1_PP1_DP16");
    }

    /// 61 layers do not divide over 16 stages. Uneven stages alone make the plan TIGHT,
    /// recomputation alone leaves it without a shape.
    @Test
    void aCuredShapeIsCombinedWithWhatFreesMemory() {
        List<Fix> fixes =
                proposed(PlanFiles.text(EXAMPLES.resolve("deepseek-v3-h100-training.yaml")))
                        .fixes();

        assertThat(fixes)
                .filteredOn(fix ->
                        fix.proposal()
                                .words()
                                .matches(".*recompute[^:]*: [^:]*, strategy.stageLayers: [^:]*"))
                .singleElement()
                .satisfies(fix ->
                        assertThat(fix.checked().verdict().readiness()).isEqualTo(Readiness.READY));
    }

    /// ZeRO 3 under Megatron is not modelled, ZeRO 1 is; what a lower stage needs in memory is
    /// judged like everything else.
    @Test
    void aShardingThatCannotBeJudgedIsLowered() {
        List<Fix> fixes = proposed(PlanFiles.text(EXAMPLES.resolve("unknown.yaml"))).fixes();

        assertThat(fixes)
                .isNotEmpty()
                .allSatisfy(fix ->
                        assertThat(fix.proposal().words()).contains("workload.training.zeroStage"));
        assertThat(fixes.getFirst().checked().verdict().readiness()).isEqualTo(Readiness.READY);
    }

    private static String served(String framework, String inference, int tensor) {
        return """
        apiVersion: shardfit.io/v1
        kind: DeploymentPlan
        metadata: {name: served}
        model: meta-llama/Llama-3.1-70B
        hardware: {gpu: H100-SXM-80GB, gpus: %2$d, gpusPerNode: 8}
        framework: {name: %1$s}
        strategy: TP%2$d
        workload: {inference: {%3$s, kvCachePrecision: bf16}}
        """
                .formatted(framework, tensor, inference);
    }

    private static Readiness withContext(String text, int tokens) {
        return PlanFiles.checked(text.replaceAll("contextLength: \\d+", "contextLength: " + tokens))
                .verdict()
                .readiness();
    }

    /// 64 sequences of 4,096 tokens fit with room, of 8,192 they do not; the halves between are not
    /// all there is.
    @Test
    void theContextIsCutByNoMoreThanIsNeeded() {
        String text =
                served(
                        "megatron-core",
                        "contextLength: 131072, concurrentSequences: 64, weightPrecision: bf16",
                        4);

        Fix fix = proposed(text).fixes().getFirst();

        assertThat(fix.proposal().edits())
                .singleElement()
                .asString()
                .startsWith("workload.inference.contextLength: ");
        int tokens = Integer.parseInt(fix.proposal().settings().getFirst().value().orElseThrow());
        assertThat(tokens).isGreaterThan(4_096);
        assertThat(withContext(text, tokens)).isEqualTo(Readiness.READY);
        assertThat(withContext(text, tokens + 256)).isNotEqualTo(Readiness.READY);
    }

    /// Of pairs that turn the same knobs, the one with the longest context.
    @Test
    void aPairCutsTheContextByNoMoreThanIsNeeded() {
        String text =
                served(
                        "sglang",
                        "maxBatchedTokens: 4096, contextLength: 8192, weightPrecision: fp8",
                        1);

        Fix pair =
                proposed(text).fixes().stream()
                        .filter(fix -> fix.proposal().edits().size() == 2)
                        .filter(fix -> fix.proposal().words().contains("contextLength"))
                        .filter(fix -> fix.proposal().words().contains("memoryFraction"))
                        .findFirst()
                        .orElseThrow();

        assertThat(pair.proposal().words()).contains("contextLength: 4096");
    }

    /// 671 GB of FP8 weights do not fit eight GPUs of 80 GB; two nodes hold them, and the warning
    /// that tensor parallelism leaves a node stands beside the remedy.
    @Test
    void aModelThatNoNodeHoldsGetsASecondNode() {
        String text =
                served("sglang", "contextLength: 8192, weightPrecision: fp8", 8)
                        .replace("meta-llama/Llama-3.1-70B", "deepseek-ai/DeepSeek-V3");

        assertThat(proposed(text).fixes())
                .filteredOn(fix ->
                        fix.proposal()
                                .words()
                                .equals("strategy.tensorParallel: 16, hardware.gpus: 16"))
                .singleElement()
                .satisfies(fix ->
                        assertThat(fix.checked().verdict().readiness()).isEqualTo(Readiness.READY));
    }

    @Test
    void aByteOrderMarkStays() {
        String text = "\uFEFF" + founding("ep16-dp4-megatron");

        assertThat(proposed(text).fixes().getFirst().text()).startsWith("\uFEFF# The founding");
    }

    @Test
    void anUnreadablePlanIsRejectedWithItsErrors() {
        assertThat(
                        FIX.fix(
                                "plan.yaml",
                                "kind: Other".getBytes(StandardCharsets.UTF_8),
                                RuleSet.current(),
                                Limits.of(1, 1)))
                .isInstanceOf(Rejected.class);
    }
}
