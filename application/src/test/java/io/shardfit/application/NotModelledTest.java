package io.shardfit.application;

import static org.assertj.core.api.Assertions.assertThat;

import io.shardfit.application.catalogue.ModelCatalogue;
import io.shardfit.domain.verdict.CoverageFinding.NotModelled;
import io.shardfit.domain.verdict.Readiness;
import io.shardfit.domain.verdict.Verdict;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// A model with parts that no key describes is not judged by the parts that have keys
/// (docs/plan-format.md, `model.notModelled`).
class NotModelledTest {

    private static Verdict verdict(String model, String rest) {
        return PlanFiles.checked(
                        """
                        apiVersion: shardfit.io/v1
                        kind: DeploymentPlan
                        metadata: {name: not-modelled}
                        model: %s
                        %s
                        """
                                .formatted(model, rest))
                .verdict();
    }

    private static final String SERVED =
            """
            hardware: {gpu: H200-SXM-141GB, gpus: 8}
            framework: {name: sglang}
            strategy: TP8
            workload: {inference: {contextLength: 4096}}
            """;

    private static final String TRAINED =
            """
            hardware: {gpu: H200-SXM-141GB, gpus: 64}
            framework: {name: megatron-core}
            strategy: TP8_DP8
            workload:
              training: {globalBatch: 64, microBatch: 1, sequenceLength: 4096, zeroStage: 1}
            """;

    static Stream<String> models() {
        return ModelCatalogue.shipped().entries().stream()
                .filter(entry -> entry.model().additions().notModelled().isPresent())
                .map(entry -> entry.name());
    }

    @Test
    void theCatalogueHasSuchModels() {
        assertThat(models())
                .contains("deepseek-ai/DeepSeek-V4-Flash", "moonshotai/Kimi-K3")
                .hasSize(6);
    }

    @ParameterizedTest
    @MethodSource("models")
    void theyAreNotJudged(String model) {
        for (String rest : List.of(SERVED, TRAINED)) {
            Verdict verdict = verdict(model, rest);

            assertThat(verdict.readiness()).as(rest).isEqualTo(Readiness.UNKNOWN);
            assertThat(verdict.findings()).anyMatch(NotModelled.class::isInstance);
        }
    }

    @Test
    void theReasonIsTheModels() {
        assertThat(verdict("moonshotai/Kimi-K3", SERVED).findings())
                .extracting(finding -> finding.message())
                .anyMatch(message -> message.contains("Kimi delta attention"));
    }

    @Test
    void aPlanMaySaySoOfItsOwnModel() {
        String model = "{catalogue: meta-llama/Llama-3.1-8B, notModelled: a part of our own}";

        assertThat(verdict(model, SERVED).readiness()).isEqualTo(Readiness.UNKNOWN);
    }

    private static final String UNEVEN =
            """
            hardware: {gpu: H200-SXM-141GB, gpus: 6}
            framework: {name: deepspeed}
            strategy: TP6
            workload:
              training: {globalBatch: 8, microBatch: 1, sequenceLength: 4096}
            """;

    /// 8 key-value heads over 6 ranks: two on the first, so 2 × 32 ÷ 8 = 8 of 32 query heads, not
    /// ceil(32 ÷ 6) = 6.
    @Test
    void headsThatFollowUnevenGroupsAreNotCut() {
        assertThat(verdict("meta-llama/Llama-3.1-8B", UNEVEN).readiness())
                .isEqualTo(Readiness.UNKNOWN);
        assertThat(
                        verdict(
                                        "meta-llama/Llama-3.1-8B",
                                        UNEVEN.replace("TP6", "TP4").replace("gpus: 6", "gpus: 4"))
                                .findings())
                .noneMatch(NotModelled.class::isInstance);
    }

    /// What is refused for its shape is refused, however much memory it would have needed.
    @Test
    void whatIsRefusedStaysRefused() {
        String tooFewGpus = SERVED.replace("gpus: 8", "gpus: 4");

        assertThat(verdict("moonshotai/Kimi-K3", tooFewGpus).readiness())
                .isEqualTo(Readiness.NOT_READY);
    }
}
