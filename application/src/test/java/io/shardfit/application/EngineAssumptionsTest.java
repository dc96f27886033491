package io.shardfit.application;

import static org.assertj.core.api.Assertions.assertThat;

import io.shardfit.application.format.Assumption;
import io.shardfit.application.report.ServingLines;
import io.shardfit.domain.memory.ServingMemory;
import io.shardfit.domain.quantity.Share;
import io.shardfit.domain.verdict.Readiness;
import io.shardfit.domain.verdict.RuleSet;
import io.shardfit.domain.verdict.ServingFinding.MarginDoesNotApply;
import io.shardfit.domain.verdict.Verdict.Assessed;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What an engine fills in decides its answer, so the answer says it.
class EngineAssumptionsTest {
    private static final String KEYS = "workload.inference.";

    private static String plan(String framework, String inference) {
        return """
        apiVersion: shardfit.io/v1
        kind: DeploymentPlan
        metadata: {name: assumptions}
        model: meta-llama/Llama-3.1-8B
        hardware: {gpu: H100-SXM-80GB, gpus: 1}
        framework: %s
        strategy: TP1
        workload: {inference: {contextLength: 8192%s}}
        """
                .formatted(framework, inference);
    }

    private static Map<String, String> assumed(String text) {
        return PlanFiles.checked(text).file().assumptions().stream()
                .collect(Collectors.toMap(Assumption::key, Assumption::value));
    }

    /// SGLang reserves 512 + 1.5 × 8192 + 1024 ÷ 8 + 2 × 256 = 13440 MiB of 79.10 GiB = 80998 MiB:
    /// 1 - 13440 ÷ 80998 = 0.834.
    @ParameterizedTest
    @CsvSource({
        "'{name: vllm, version: 0.19.0}', 0.9, 8192, 1024, 16",
        "'{name: vllm}', 0.92, 8192, 1024, 16",
        "'{name: vllm, version: 0.6.3}', 0.9, 8192, 256, 16",
        "'{name: sglang}', 0.834, 8192, 256, 1",
        "'{name: tensorrt-llm}', 0.9, 8192, 256, 32"
    })
    void theEnginesOwnDefaultsAreListed(
            String framework, String fraction, String tokens, String sequences, String block) {
        assertThat(assumed(plan(framework, "")))
                .containsEntry(KEYS + "memoryFraction", fraction)
                .containsEntry(KEYS + "maxBatchedTokens", tokens)
                .containsEntry(KEYS + "maxSequences", sequences)
                .containsEntry(KEYS + "kvCacheBlock", block)
                .doesNotContainKey("hardware.safetyMargin");
    }

    @Test
    void whatThePlanSaysIsNotAssumed() {
        assertThat(
                        assumed(
                                plan(
                                        "{name: vllm, version: 0.19.0}",
                                        ", memoryFraction: 0.8, maxBatchedTokens: 512, maxSequences:"
                                                + " 8, kvCacheBlock: 32")))
                .doesNotContainKeys(
                        KEYS + "memoryFraction",
                        KEYS + "maxBatchedTokens",
                        KEYS + "maxSequences",
                        KEYS + "kvCacheBlock",
                        "framework.version");
    }

    @ParameterizedTest
    @CsvSource({
        "vllm, 99.0, as 0.21",
        "sglang, 0.2.0, as 0.4",
        "sglang, 99, as 0.5",
        "tensorrt-llm, 0.12, as 1.0",
        "vllm, nightly, the newest known"
    })
    void aReleaseThatNobodyReadIsJudgedAsTheNearest(String engine, String release, String value) {
        String text = plan("{name: %s, version: %s}".formatted(engine, release), "");

        assertThat(assumed(text)).containsEntry("framework.version", value);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"vllm, version: 0.21.3", "sglang, version: 0.5.18", "vllm, version: 0.6.3"})
    void aReleaseThatWasReadIsNot(String framework) {
        assertThat(assumed(plan("{name: " + framework + "}", "")))
                .doesNotContainKey("framework.version");
    }

    @ParameterizedTest
    @CsvSource({"core_v77.0.0, as 0.20", "core_v0.16.0, ''"})
    void theSameGoesForTraining(String release, String value) {
        String text =
                plan("{name: megatron-core, version: %s}".formatted(release), "")
                        .replaceAll(
                                "inference: .*",
                                "training: {globalBatch: 1, microBatch: 1, sequenceLength: 64}}");
        Map<String, String> assumed = assumed(text);

        assertThat(assumed.getOrDefault("framework.version", "")).isEqualTo(value);
        assertThat(assumed).containsEntry("framework.transformerEngine", "the newest known");
    }

    private static CheckedPlan withMargin(String text, double share) {
        Overrides overrides = new Overrides(Optional.of(new Share(share)), Optional.empty());
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return switch (new CheckPlan(PlanFiles.CATALOGUE)
                .check("plan.yaml", bytes, RuleSet.current(), overrides)) {
            case CheckPlan.Outcome.Checked(CheckedPlan plan) -> plan;
            case CheckPlan.Outcome.Rejected rejected -> throw new AssertionError(rejected);
        };
    }

    @Test
    void aMarginIsAnsweredWhereItHasNoEffect() {
        CheckedPlan engine = withMargin(plan("{name: vllm}", ""), 0.4);

        assertThat(engine.verdict().readiness()).isEqualTo(Readiness.READY);
        assertThat(engine.verdict().findings()).anyMatch(MarginDoesNotApply.class::isInstance);
        assertThat(PlanFiles.checked(plan("{name: vllm}", "")).verdict().findings())
                .noneMatch(MarginDoesNotApply.class::isInstance);
    }

    /// 8 B weights of 16 bits take 14.96 GiB; a margin of 50 % of 79.10 leaves 39.55, and the
    /// founding case with its 32.96 at most is within both, at 60 % above it in none.
    @Test
    void aMarginHasAnEffectElsewhere() {
        String founding = PlanFiles.founding("ep16-dp1-computed");

        assertThat(withMargin(founding, 0.08).verdict().readiness()).isEqualTo(Readiness.READY);
        assertThat(withMargin(founding, 0.6).verdict().readiness()).isEqualTo(Readiness.TIGHT);
    }

    private static ServingMemory serving(CheckedPlan plan) {
        return (ServingMemory) ((Assessed) plan.verdict()).assessment().memory().model();
    }

    @Test
    void whatIsFarTooLargeIsSaidInWords() {
        CheckedPlan plan =
                PlanFiles.checked(plan("{name: vllm}", ", maxBatchedTokens: 1000000000"));

        assertThat(ServingLines.of(serving(plan)))
                .singleElement()
                .asString()
                .contains("leaves nothing for the cache")
                .containsPattern("[0-9]{3}\\.[0-9]{2} TiB are missing")
                .doesNotContain("-");
    }

    @Test
    void aLengthThatCannotBeServedIsNotHeld() {
        String length = plan("{name: tensorrt-llm}", "").replace("8192", "1000000");

        assertThat(ServingLines.holdsOne(serving(PlanFiles.checked(length)))).isFalse();
        assertThat(ServingLines.holdsOne(serving(PlanFiles.checked(plan("{name: sglang}", "")))))
                .isTrue();
    }
}
