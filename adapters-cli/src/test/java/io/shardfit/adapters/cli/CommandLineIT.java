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
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What a wrong command line is answered with: what is wrong and where to read on.
class CommandLineIT {
    @TempDir private Path folder;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "check",
                "check -o xml PLAN",
                "check PLAN PLAN",
                "compare PLAN",
                "hardware PLAN",
                "models a b",
                "chek",
            })
    void isAnErrorOfAFewLinesAndNotTheWholeHelp(String line) {
        Result result = shardfit(line.replace("PLAN", "examples/unknown.yaml").split(" ")).run();

        assertThat(result.exitCode()).isEqualTo(2);
        assertThat(result.err()).startsWith("error: ").doesNotContain("Usage:");
        assertThat(result.err().lines()).hasSizeBetween(2, 3);
        assertThat(result.err()).containsPattern("see `shardfit[ a-z]* --help`\n$");
    }

    /// In the letters in which the help has them.
    @ParameterizedTest
    @CsvSource({
        "-o,        xml,       'text, json'",
        "--color,   sometimes, 'auto, always, never'",
        "--fail-on, maybe,     'fail, warn, never'",
    })
    void listsTheWordsThatAnOptionKnows(String option, String value, String words) {
        Result result = shardfit("check", option, value, example("unknown")).run();

        assertThat(result.err())
                .contains("'%s' is not one of %s\n".formatted(value, words))
                .contains("see `shardfit check --help`");
    }

    @Test
    void saysErrorOnce() {
        Result result =
                shardfit("search", example("unknown"), "--gpus", "4", "--max-gpus", "8").run();

        assertThat(result.err()).startsWith("error: --gpus=N, --max-gpus=N are mutually exclusive");
    }

    @Test
    void namesTheOptionAndNoPlaceInAFile() {
        assertThat(shardfit("fix", example("unknown"), "--evaluations", "0").run().err())
                .isEqualTo("error: --evaluations: is 0; give a number from 1\n");
    }

    @Test
    void isAnsweredAsDataWhereDataIsAskedForInAnyLetters() {
        Result result = shardfit("check", "-o", "JSON").run();

        assertThat(result.exitCode()).isEqualTo(2);
        assertThat(result.json().at("errors[0].source.file")).isEqualTo("command line");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "check - --histogram -",
                "compare - --measured -",
                "compare PLAN --measured - --measured -",
                "report - -",
            })
    void saysThatStandardInputIsReadOnce(String line) throws IOException {
        Path plan = Path.of(example("uneven-experts"));
        Result result =
                shardfit(line.replace("PLAN", plan.toString()).split(" "))
                        .reading(Files.readAllBytes(plan))
                        .run();

        assertThat(result.exitCode()).isEqualTo(2);
        assertThat(result.stdout()).isEmpty();
        assertThat(result.err())
                .isEqualTo(
                        "error: <stdin>:1:1: standard input is named more than once; it can be read"
                                + " once: give the path of a file for the others\n");
    }

    /// The plan and the flag read the same words, and refuse the same: without its sign 0.08 could
    /// be 8 % and 0.08 %.
    @ParameterizedTest
    @CsvSource({
        "8 %,    0",
        "8%,     0",
        "0.08 %, 0",
        "0 %,    0",
        "50%,    0",
        "0.08,   2",
        "8,      2",
        "51%,    2",
        "'8 GB', 2",
        "-8%,    2",
    })
    void aMarginIsWrittenInOneWay(String margin, int exitCode) throws IOException {
        String plan =
                Files.readString(
                        Path.of(example("llama3-70b-h100-training")), StandardCharsets.UTF_8);
        Path written =
                Files.writeString(
                        folder.resolve("plan.yaml"),
                        plan.replace("safetyMargin: 8 %", "safetyMargin: " + margin));

        Result key = shardfit("check", written.toString()).run();
        Result flag =
                shardfit("check", example("llama3-70b-h100-training"), "--margin=" + margin).run();

        assertThat(key.exitCode()).as(key.err()).isEqualTo(exitCode);
        assertThat(flag.exitCode()).as(flag.err()).isEqualTo(exitCode);
        assertThat(flag.firstWord()).isEqualTo(key.firstWord());
        if (exitCode == 2) {
            assertThat(key.err()).contains(margin).contains("such as 8 %");
            assertThat(flag.err()).contains(margin).contains("with its sign, such as 8%");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "zzz,           'list all of them with `shardfit models`'",
        "mixtrall-8x7b, 'did you mean `Mixtral-8x7B`?'",
    })
    void saysThatNoModelIsNamedSo(String text, String remedy) {
        Result result = shardfit("models", text).run();

        assertThat(result.exitCode()).isEqualTo(2);
        assertThat(result.stdout()).isEmpty();
        assertThat(result.err())
                .isEqualTo("error: no model has \"%s\" in a name; %s\n".formatted(text, remedy));
    }
}
