package io.shardfit.adapters.cli;

import static io.shardfit.adapters.cli.Program.example;
import static io.shardfit.adapters.cli.Program.shardfit;
import static org.assertj.core.api.Assertions.assertThat;

import io.shardfit.adapters.cli.Program.Result;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// One strategy under every convention, as a person and as a program reads it.
class ConventionsIT {
    private static final String WORDS =
            Program.ROOT
                    .resolve("examples/conventions/mixtral-8x7b-tp4-pp4-ep8-dp2.yaml")
                    .toString();
    private static final List<String> NAMES =
            List.of(
                    "multiplicative",
                    "megatron-core",
                    "deepspeed",
                    "torchtitan",
                    "vllm",
                    "sglang",
                    "tensorrt-llm");

    static Stream<Path> examples() throws IOException {
        return ExamplesIT.files().stream();
    }

    private static Result conventions(String plan, int columns) {
        return shardfit("conventions", plan).with("COLUMNS", String.valueOf(columns)).run();
    }

    @ParameterizedTest
    @ValueSource(ints = {80, 120})
    void everyConventionHasItsLine(int columns) {
        Result result = conventions(WORDS, columns);

        assertThat(result.exitCode()).isZero();
        assertThat(result.err()).isEmpty();
        assertThat(result.out().lines())
                .allMatch(line -> line.length() <= columns)
                .anyMatch(line -> line.matches("  multiplicative +256 .* too few GPUs"))
                .anyMatch(line -> line.matches("\\* megatron-core +32 .* refused"))
                .anyMatch(line -> line.matches("  deepspeed +32 .* refused"))
                .anyMatch(line -> line.matches("  torchtitan +32 +2 +2 +8 +1 +1 +1 +legal"))
                .anyMatch(line -> line.matches("  vllm +32 +2 +2 +8 +1 +1 +1 +legal"))
                .anyMatch(line -> line.matches("  sglang +32 .* refused"))
                .anyMatch(line -> line.matches("  tensorrt-llm +32 .* refused"));
    }

    @ParameterizedTest
    @MethodSource("examples")
    void noLineOfAnyExampleIsLongerThanEightyColumns(Path plan) {
        Result result = conventions(plan.toString(), 80);

        assertThat(result.exitCode()).isZero();
        assertThat(result.out().lines()).allMatch(line -> line.length() <= 80);
    }

    @ParameterizedTest
    @ValueSource(strings = {"--format", "-o"})
    void theSameIsDataToo(String option) {
        JsonDocument json = shardfit("conventions", option, "json", WORDS).run().json();

        for (int place = 0; place < NAMES.size(); place++) {
            String at = "conventions[" + place + "].";
            boolean legal = place == 0 || place == 3 || place == 4;
            assertThat(json.at(at + "name")).isEqualTo(NAMES.get(place));
            assertThat(json.at(at + "gpus")).isEqualTo(place == 0 ? "256" : "32");
            assertThat(json.at(at + "legal")).isEqualTo(String.valueOf(legal));
        }
        assertThat(json.at("conventions[1].findings[0].message"))
                .contains(
                        "\"world_size (32) is not divisible by"
                                + " expert_tensor_model_pipeline_parallel size (128)\"");
    }

    /// Quotation marks are for what a framework says. vLLM has no degree of expert parallelism that
    /// it could refuse; that a plan's 6 cannot be said there is our knowledge.
    @Test
    void ourWordsAreNotPutIntoAFrameworksMouth() {
        for (String plan :
                List.of(
                        WORDS,
                        example("llama3-70b-h100-training"),
                        example("uneven-experts"),
                        example("deepseek-v3-h100-training"))) {
            assertThat(conventions(plan, 120).out().replaceAll("\n {10}", " ").lines())
                    .filteredOn(line -> line.contains(" refuses: "))
                    .allMatch(line -> line.matches(".* refuses: \".*\""), plan);
        }
        assertThat(conventions(example("uneven-experts"), 120).out())
                .contains("cannot be expressed in vllm: expert parallel is a switch");
    }

    @Test
    void aPlanThatCannotBeReadIsNoComparison() {
        assertThat(shardfit("conventions", "absent.yaml").run().exitCode()).isEqualTo(2);
        assertThat(shardfit("conventions", "--format", "json", "absent.yaml").run().json().leaves())
                .isNotEmpty();
    }
}
