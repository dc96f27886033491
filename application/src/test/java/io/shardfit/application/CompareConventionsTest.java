package io.shardfit.application;

import static org.assertj.core.api.Assertions.assertThat;

import io.shardfit.application.CompareConventions.Outcome.Compared;
import io.shardfit.application.CompareConventions.Outcome.Rejected;
import io.shardfit.application.document.ConventionsDocument;
import io.shardfit.application.document.Faults;
import io.shardfit.application.format.JsonText;
import io.shardfit.domain.strategy.Convention;
import io.shardfit.domain.verdict.ConventionAnswer;
import io.shardfit.domain.verdict.ConventionAnswer.Counted;
import io.shardfit.domain.verdict.ConventionAnswer.Uncountable;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The words "TP 4, PP 4, EP 8, DP 2" under all conventions. Expected: 4 × 4 × 2 = 32 GPUs, times 8
/// where EP is an axis; Megatron's ETP = TP makes 4 × 8 × 4 = 128, which does not divide 32; 8 does
/// not divide DP 2; dp_shard × cp × tp = 8; TP × PCP × DP = 8; SGLang's and TensorRT-LLM's 8 do not
/// fit into TP 4.
class CompareConventionsTest {
    private static final String WORDS =
            PlanFiles.text(
                    Path.of("..", "examples", "conventions", "mixtral-8x7b-tp4-pp4-ep8-dp2.yaml"));

    private static CompareConventions.Outcome compare(String plan) {
        return new CompareConventions(PlanFiles.CATALOGUE)
                .compare("plan.yaml", plan.getBytes(StandardCharsets.UTF_8));
    }

    private static Compared compared(String plan) {
        return switch (compare(plan)) {
            case Compared compared -> compared;
            case Rejected rejected -> throw new AssertionError(rejected.errors());
        };
    }

    private static Counted counted(Compared compared, String name) {
        return compared.answers().stream()
                .filter(answer -> answer.convention().name().equals(name))
                .map(Counted.class::cast)
                .findFirst()
                .orElseThrow();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "multiplicative | 256 | true | the strategy needs 256 GPUs",
                "megatron-core | 32 | false | world_size (32) is not divisible by"
                        + " expert_tensor_model_pipeline_parallel size (128)",
                "deepspeed | 32 | false | 2 is not divisible by 8",
                "torchtitan | 32 | true |",
                "vllm | 32 | true |",
                "sglang | 32 | false | ep_size * moe_dp_size must be less than or equal to tp_size",
                "tensorrt-llm | 32 | false | but got 0 != 4",
            })
    void theSameWordsMeanDifferentThings(String name, int gpus, boolean legal, String sentence) {
        Counted answer = counted(compared(WORDS), name);

        assertThat(answer.plan().groups().worldSize()).isEqualTo(gpus);
        assertThat(answer.isLegal()).isEqualTo(legal);
        assertThat(answer.refusals().size() + answer.shortage().size())
                .isEqualTo(sentence == null ? 0 : 1);
        if (sentence != null) {
            assertThat(JsonText.pretty(ConventionsDocument.of(compared(WORDS)))).contains(sentence);
        }
    }

    /// ETP · EP · PP = 1 × 8 × 4 = 32.
    @Test
    void megatronTakesTheWordsWithoutExpertTensorParallelism() {
        String unsplit = PlanFiles.with(WORDS, "EP8_TP4_PP4_DP2", "EP8_TP4_PP4_DP2_ETP1");

        assertThat(counted(compared(unsplit), "megatron-core").isLegal()).isTrue();
        assertThat(counted(compared(unsplit), "multiplicative").isLegal()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "EP8_TP4_PP4_DP2",
        "EP8_TP4_PP4_DP2_ETP1",
        "EP1_TP8_PP1_DP4",
        "EP8_TP8_PP2_DP2",
        "EP4_TP8_PP1_DP4_ADP8",
        "EP2_TP2_PP2_DP8_RDP2_CP2",
        "EP8_TP4_PP1_DP1_PCP2_DCP2",
        "EP8_TP4_PP1_DP1_PCP2_DCP8",
        "EP8_TP8_PP1_DP1_RE8",
    })
    void everyGroupCanBeCountedAgain(String strategy) {
        Compared compared = compared(PlanFiles.with(WORDS, "EP8_TP4_PP4_DP2", strategy));

        assertThat(compared.answers()).hasSize(7);
        assertThat(Faults.of(ConventionsDocument.of(compared))).isEmpty();
        assertThat(compared.answers().stream().filter(CompareConventionsTest::isLegal))
                .isNotEmpty();
    }

    private static boolean isLegal(ConventionAnswer answer) {
        return answer instanceof Counted counted && counted.isLegal();
    }

    @Test
    void aProductBeyondCountingIsSaid() {
        String huge =
                PlanFiles.with(WORDS, "EP8_TP4_PP4_DP2", "EP65536_TP4_PP4_DP65536_CP2")
                        .replace("name: megatron-core", "name: vllm");

        assertThat(compare(huge)).isInstanceOf(Compared.class);
        assertThat(compared(huge).answers())
                .filteredOn(Uncountable.class::isInstance)
                .extracting(ConventionAnswer::convention)
                .extracting(Convention::name)
                .contains("multiplicative");
    }

    @Test
    void whatIsNoPlanIsRejected() {
        assertThat(compare("layers: 3")).isInstanceOf(Rejected.class);
    }

    @Test
    void everyConventionAnswersOnce() {
        assertThat(compared(WORDS).answers().stream().map(ConventionAnswer::convention))
                .containsExactlyElementsOf(Convention.all());
    }
}
