package io.shardfit.adapters.cli;

import static io.shardfit.adapters.cli.Program.example;
import static io.shardfit.adapters.cli.Program.shardfit;
import static org.assertj.core.api.Assertions.assertThat;

import io.shardfit.adapters.cli.Program.Result;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExitCodesIT {
    @ParameterizedTest
    @CsvSource({
        "llama3-70b-h100-training,      READY,     0",
        "llama3-70b-tight,              TIGHT,     0",
        "deepseek-v3-h100-training,     NOT_READY, 1",
        "unknown,                       UNKNOWN,   3",
    })
    void tellsTheFourVerdictsApart(String plan, String verdict, int exitCode) {
        Result result = shardfit("check", example(plan)).run();

        assertThat(result.exitCode()).isEqualTo(exitCode);
        assertThat(result.firstWord()).isEqualTo(verdict);
        assertThat(result.err()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "fail,  llama3-70b-tight,          0",
        "fail,  uneven-experts,            0",
        "warn,  llama3-70b-h100-training,  0",
        "warn,  llama3-70b-tight,          1",
        "warn,  uneven-experts,            1",
        "warn,  deepseek-v3-h100-training, 1",
        "warn,  unknown,                   3",
        "never, deepseek-v3-h100-training, 0",
        "never, llama3-70b-tight,          0",
        "never, unknown,                   0",
        "WARN,  llama3-70b-tight,          1",
    })
    void movesTheThresholdWhenAsked(String threshold, String plan, int exitCode) {
        Result result = shardfit("check", "--fail-on", threshold, example(plan)).run();

        assertThat(result.exitCode()).isEqualTo(exitCode);
    }

    @ParameterizedTest
    @CsvSource({"text", "json"})
    void doesNotDependOnTheOutputFormat(String format) {
        assertThat(shardfit("check", "-o", format, example("unknown")).run().exitCode())
                .isEqualTo(3);
        assertThat(shardfit("check", "-o", format, example("llama3-70b-tight")).run().exitCode())
                .isZero();
    }

    @ParameterizedTest
    @CsvSource({
        "8 %,  READY, 0.08",
        "50%,  TIGHT, 0.5",
    })
    void leavesTheMarginThatIsAskedFor(String margin, String verdict, String share) {
        Result result =
                shardfit("check", "--margin", margin, example("llama3-70b-h100-training")).run();

        assertThat(result.firstWord()).isEqualTo(verdict);
        assertThat(
                        shardfit(
                                        "check",
                                        "-o",
                                        "json",
                                        "--margin",
                                        margin,
                                        example("llama3-70b-h100-training"))
                                .run()
                                .out())
                .contains("\"safetyMargin\": \"" + share + "\"");
    }

    @ParameterizedTest
    @CsvSource({"51%", "-1%", "much", "'8 GB'"})
    void refusesAMarginThatAPlanMayNotHave(String margin) {
        Result result =
                shardfit("check", "--margin=" + margin, example("llama3-70b-h100-training")).run();

        assertThat(result.exitCode()).isEqualTo(2);
        assertThat(result.err()).contains("--margin").contains(margin);
    }

    @Test
    void suggestsTheOptionThatWasMeant() {
        Result result = shardfit("check", "--fail-onn=warn", example("unknown")).run();

        assertThat(result.exitCode()).isEqualTo(2);
        assertThat(result.out()).isEmpty();
        assertThat(result.err()).contains("--fail-onn").contains("Possible solutions: --fail-on");
    }

    @Test
    void suggestsTheCommandThatWasMeant() {
        Result result = shardfit("chek", example("unknown")).run();

        assertThat(result.exitCode()).isEqualTo(2);
        assertThat(result.out()).isEmpty();
        assertThat(result.err()).contains("Did you mean: shardfit check");
    }

    @ParameterizedTest
    @CsvSource({
        "check",
        "report",
        "explain",
        "check --fail-on maybe PLAN",
        "check --color sometimes PLAN",
        "check -o xml PLAN",
        "check --rule-set 9 PLAN",
        "check --rule-set two PLAN",
        "check PLAN PLAN",
        "explain MEM001 --rule-set 9",
        "hardware PLAN",
        "compare PLAN",
        "compare --measured PLAN",
        "compare PLAN --measured PLAN --tolerance much",
        "compare PLAN --measured PLAN --tolerance 101%",
        "compare PLAN --measured PLAN --format xml",
    })
    void refusesACommandLineItDoesNotUnderstand(String line) {
        String[] words = line.replace("PLAN", "examples/unknown.yaml").split(" ");

        Result result = shardfit(words).run();

        assertThat(result.exitCode()).isEqualTo(2);
        assertThat(result.out()).isEmpty();
        assertThat(result.err()).isNotBlank().doesNotContain("Exception", "\tat ");
    }

    @Test
    void namesTheEditionsOfTheRulesItHas() {
        Result result = shardfit("check", "--rule-set", "9", example("unknown")).run();

        assertThat(result.err()).startsWith("error: Invalid value for option '--rule-set'");
        assertThat(result.err()).contains("'9' is not a rule-set; there are 1, 2");
    }
}
