package io.shardfit.adapters.cli;

import static io.shardfit.adapters.cli.Program.shardfit;
import static org.assertj.core.api.Assertions.assertThat;

import io.shardfit.adapters.cli.Program.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HelpIT {
    private static final Path CATALOGUE =
            Program.ROOT.resolve(
                    "application/src/main/resources/io/shardfit/application/catalogue/gpus.json");
    private static final Pattern NAME = Pattern.compile("\"name\": \"([^\"]+)\"");

    @ParameterizedTest
    @CsvSource({"--help", "-h", "check --help", "report --help", "search --help", "compare --help"})
    void namesEveryExitCode(String line) {
        Result result = shardfit(line.split(" ")).run();

        assertThat(result.exitCode()).isZero();
        assertThat(result.err()).isEmpty();
        for (String code : List.of("0", "1", "2", "3", "70")) {
            assertThat(result.out()).containsPattern("(?m)^ +" + code + "   \\S");
        }
    }

    @Test
    void saysWhereToStartWithoutArguments() {
        Result result = shardfit().run();

        assertThat(result.exitCode()).isZero();
        assertThat(result.err()).isEmpty();
        assertThat(result.out())
                .contains("shardfit check examples/founding/ep16-dp4.yaml")
                .contains(
                        "check",
                        "report",
                        "search",
                        "compare",
                        "explain",
                        "conventions",
                        "hardware",
                        "models");
    }

    @Test
    void fitsEightyColumns() {
        for (String command :
                List.of(
                        "check",
                        "report",
                        "search",
                        "compare",
                        "explain",
                        "conventions",
                        "hardware",
                        "models")) {
            Result result = shardfit(command, "--help").with("COLUMNS", "80").run();

            assertThat(result.out().lines()).allMatch(line -> line.length() <= 80);
        }
    }

    @Test
    void tellsItsVersion() {
        Result result = shardfit("--version").run();

        assertThat(result.exitCode()).isZero();
        assertThat(result.out()).matches("shardfit [0-9]+\\.[0-9]+\\.[0-9]+(-SNAPSHOT)?\n");
    }

    /// Published counts: 8.03 B (meta-llama/Llama-3.1-8B), 46.7 B of which 12.9 B are active
    /// (mistralai/Mixtral-8x7B-v0.1).
    @Test
    void listsTheModelsThatPlansMayName() {
        Result all = shardfit("models").with("COLUMNS", "80").run();
        Result some = shardfit("models", "mixtral-8X7b").with("COLUMNS", "80").run();

        assertThat(all.exitCode()).isZero();
        assertThat(all.out().lines())
                .hasSizeGreaterThan(100)
                .allMatch(line -> line.length() <= 80)
                .anyMatch(line -> line.matches("meta-llama/Llama-3.1-8B +8.03 B +8.03 B +-"));
        assertThat(some.out())
                .containsPattern("mistralai/Mixtral-8x7B-v0.1 +46.70 B +12.88 B +8\n")
                .contains("ai-dynamo/aiconfigurator@")
                .doesNotContain("meta-llama");
    }

    /// What plan keys cannot describe they cannot count either: the shape of DeepSeek-V4-Pro gives
    /// 1611.21 B, which is no figure of that model.
    @Test
    void doesNotCountAModelThatIsNotModelled() {
        Result all = shardfit("models").run();
        Result one = shardfit("models", "DeepSeek-V4-Pro").run();

        assertThat(all.out())
                .containsPattern("deepseek-ai/DeepSeek-V4-Pro +\\* +\\* +384\n")
                .containsPattern("\n\n\\*  has a structure that plan keys cannot describe");
        assertThat(one.out()).contains("not modelled: compressed attention").doesNotContain("1611");
        assertThat(shardfit("models", "mixtral").run().out()).doesNotContain("*");
    }

    @Test
    void listsEveryGpuOfTheCatalogue() throws IOException {
        Result result = shardfit("hardware").run();
        List<String> names =
                NAME.matcher(Files.readString(CATALOGUE))
                        .results()
                        .map((MatchResult match) -> match.group(1))
                        .toList();

        assertThat(result.exitCode()).isZero();
        assertThat(names).hasSizeGreaterThan(30);
        assertThat(result.out().lines().skip(1).map(line -> line.split(" ")[0]))
                .containsExactlyElementsOf(names);
    }
}
