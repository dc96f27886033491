package io.shardfit.adapters.cli;

import static io.shardfit.adapters.cli.Program.example;
import static io.shardfit.adapters.cli.Program.shardfit;
import static org.assertj.core.api.Assertions.assertThat;

import io.shardfit.adapters.cli.Program.Result;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SearchIT {
    private static final String FOUNDING = example("founding/ep16-dp4");

    @Test
    void namesRunnableStrategiesOfTheFoundingCase() {
        Result result = shardfit("search", FOUNDING, "--minimum-gpus").run();

        assertThat(result.exitCode()).isZero();
        assertThat(result.firstWord()).isEqualTo("READY");
        assertThat(result.err()).isEmpty();
        assertThat(result.out())
                .contains("on 16 × A100-SXM-80GB")
                .contains("strategy: {")
                .contains("smallest cluster: 16 GPUs")
                .containsPattern("8 GPUs: none of [0-9,]+ candidates is READY")
                .contains("MEM002");
    }

    @ParameterizedTest
    @CsvSource({"--gpus 4, 1, NOT_READY", "--gpus 16, 0, READY", "--max-gpus 8, 0, TIGHT"})
    void answersWithTheExitCodesOfCheck(String option, int exitCode, String word) {
        Result result = shardfit(("search " + FOUNDING + " " + option).split(" ")).run();

        assertThat(result.exitCode()).isEqualTo(exitCode);
        assertThat(result.firstWord()).isEqualTo(word);
    }

    @Test
    void saysUnknownWhereNothingCanBeJudged() throws IOException {
        String serving = Files.readString(Path.of(example("llama3-70b-h100-inference")));
        String split = serving.replace("tensorParallel: 8", "contextParallel: 2");

        Result result =
                shardfit("search", "-", "--gpus", "16")
                        .reading(split.getBytes(StandardCharsets.UTF_8))
                        .run();

        assertThat(result.exitCode()).isEqualTo(3);
        assertThat(result.firstWord()).isEqualTo("UNKNOWN");
        assertThat(result.out()).contains("UNK001");
    }

    @Test
    void saysWhatACacheHoldsAndThatOneGpuSplitsNothing() {
        Result result = shardfit("search", example("llama3-8b-h100-inference")).run();

        assertThat(result.out())
                .containsPattern("cache holds [0-9.]+ sequences, 32 are asked for")
                .contains("strategy: {tensorParallel: 1, pipelineParallel: 1, dataParallel: 1}")
                .doesNotContain("of the budget");
    }

    @ParameterizedTest
    @ValueSource(ints = {80, 120})
    void fitsTheTerminal(int columns) {
        for (String plan :
                new String[] {"founding/ep16-dp4-megatron", "llama3-70b-h100-inference"}) {
            Result result =
                    shardfit("search", example(plan), "--max-gpus", "16", "--minimum-gpus")
                            .with("COLUMNS", String.valueOf(columns))
                            .run();

            assertThat(result.out().lines()).allMatch(line -> line.length() <= columns);
            assertThat(result.out()).doesNotContainPattern("[ \\t]\\n|\\t|\\r");
        }
    }

    @Test
    void writesOneDocument() {
        Result result =
                shardfit("search", FOUNDING, "--top", "2", "-o", "json", "--minimum-gpus")
                        .with("CLICOLOR_FORCE", "1")
                        .run();

        assertThat(result.exitCode()).isZero();
        assertThat(result.out()).doesNotContain("\u001B");
        assertThat(result.json().at("verdict")).isEqualTo("READY");
        assertThat(result.json().at("best[0].set.strategy.expertParallel")).isNotEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--gpus 0                   | '0' is not a whole number from 1 to 65536",
                "--gpus many                | 'many' is not a whole number",
                "--max-gpus 70000           | '70000' is not a whole number",
                "--gpus 8 --max-gpus 16     | mutually exclusive",
                "--objective speed          | there are margin, gpus, step-time, throughput, balance",
                "--top -1                   | '-1' is not a whole number",
                "--threads 0                | '0' is not a whole number",
            })
    void refusesWrongFlags(String flags, String message) {
        Result result = shardfit(("search " + FOUNDING + " " + flags).split(" ")).run();

        assertThat(result.exitCode()).isEqualTo(2);
        assertThat(result.out()).isEmpty();
        assertThat(result.err()).contains(message);
    }

    @Test
    void refusesWhatIsNoPlan() {
        Result result =
                shardfit("search", "-")
                        .reading("nothing: 1\n".getBytes(StandardCharsets.UTF_8))
                        .run();

        assertThat(result.exitCode()).isEqualTo(2);
        assertThat(result.err()).contains("<stdin>");
    }
}
