package io.shardfit.application;

import static org.assertj.core.api.Assertions.assertThat;

import io.shardfit.domain.memory.ServingMemory;
import io.shardfit.domain.verdict.Finding;
import io.shardfit.domain.verdict.Readiness;
import io.shardfit.domain.verdict.Verdict;
import io.shardfit.domain.verdict.Verdict.Assessed;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Tokens of one step of vLLM, by release: vllm/engine/arg_utils.py and vllm/config.py at
/// vllm-project/vllm@729171a (0.5.3), @02a43f8 (0.6.5), @4f4d427a (0.7.1).
class StepsOfEnginesTest {
    private static Verdict vllm(String release, String model, String inference) {
        return PlanFiles.checked(
                        """
                        apiVersion: shardfit.io/v1
                        kind: DeploymentPlan
                        metadata: {name: steps}
                        model: %s
                        hardware: {gpu: H100-SXM-80GB, gpus: 8}
                        framework: {name: vllm, version: %s}
                        strategy: TP8
                        workload: {inference: {%s}}
                        """
                                .formatted(model, release, inference))
                .verdict();
    }

    private static String tokens(Verdict verdict) {
        ServingMemory memory = (ServingMemory) ((Assessed) verdict).assessment().memory().model();
        return memory.settings().batched().value().toPlainString();
    }

    @ParameterizedTest
    @CsvSource({
        "0.5.1, meta-llama/Llama-3.1-8B, 65536, 65536",
        "0.5.4, meta-llama/Llama-3.1-8B, 65536, 512",
        "0.6.3, meta-llama/Llama-3.1-8B, 65536, 512",
        "0.6.3, meta-llama/Llama-3.1-8B, 32768, 32768",
        "0.6.3, meta-llama/Llama-3.1-8B, 1024, 2048",
        "0.6.6, meta-llama/Llama-3.1-8B, 65536, 2048",
        "0.7.3, meta-llama/Llama-3.1-8B, 131072, 2048",
        "0.6.6, deepseek-ai/DeepSeek-V2-Lite, 65536, 2048",
        "0.7.2, deepseek-ai/DeepSeek-V2-Lite, 65536, 65536",
        "0.8.0, meta-llama/Llama-3.1-8B, 65536, 8192"
    })
    void aLongContextIsCut(String release, String model, int length, String expected) {
        assertThat(tokens(vllm(release, model, "contextLength: " + length))).isEqualTo(expected);
    }

    /// Weights are 405.9 GB ÷ 8 = 47.3 GiB; a step of 131072 tokens would hold 131072 × (8 × 16384
    /// + 2 × 6656 × 3) bytes = 20.8 GiB more, a step of 512 tokens 0.08 GiB.
    @Test
    void aLongContextOfALargeModelStarts() {
        Verdict verdict =
                vllm(
                        "0.6.3",
                        "meta-llama/Llama-3.1-405B",
                        "contextLength: 131072, weightPrecision: fp8");

        assertThat(verdict.readiness()).isNotEqualTo(Readiness.NOT_READY);
    }

    @Test
    void theFirstEngineRefusesAStepThatIsShorterThanAPrompt() {
        Verdict verdict =
                vllm(
                        "0.6.3",
                        "meta-llama/Llama-3.1-8B",
                        "contextLength: 8192, maxBatchedTokens: 512");

        assertThat(verdict.readiness()).isEqualTo(Readiness.NOT_READY);
        assertThat(verdict.findings())
                .extracting(Finding::message)
                .anyMatch(message ->
                        message.contains(
                                "\"max_num_batched_tokens (512) is smaller than max_model_len"
                                        + " (8192). This effectively limits the maximum sequence"
                                        + " length to max_num_batched_tokens and makes vLLM reject"
                                        + " longer sequences."));
    }

    @Test
    void itTakesSuchAStepWhereItCutsPrompts() {
        String inference = "contextLength: 65536, maxBatchedTokens: 512";

        assertThat(vllm("0.6.3", "meta-llama/Llama-3.1-8B", inference).readiness())
                .isEqualTo(Readiness.READY);
        assertThat(vllm("0.9.0", "meta-llama/Llama-3.1-8B", inference).readiness())
                .isEqualTo(Readiness.READY);
    }

    @ParameterizedTest
    @CsvSource({
        "0.6.3, 'maxBatchedTokens: 128, contextLength: 128', true",
        "0.19.0, 'maxBatchedTokens: 128, contextLength: 8192', false",
        "0.19.0, 'maxBatchedTokens: 128, contextLength: 8192, maxSequences: 256', true",
        "0.19.0, 'maxBatchedTokens: 256, contextLength: 8192, maxSequences: 256', false"
    })
    void aStepHoldsATokenOfEverySequence(String release, String inference, boolean refused) {
        assertThat(vllm(release, "meta-llama/Llama-3.1-8B", inference).findings())
                .extracting(Finding::message)
                .map(message ->
                        message.contains("must be greater than or equal to max_num_seqs (256)."))
                .satisfies(found -> assertThat(found.contains(true)).isEqualTo(refused));
    }
}
