package io.shardfit.adapters.cli;

import static io.shardfit.adapters.cli.Program.shardfit;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import io.shardfit.adapters.cli.Program.Result;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class LayoutIT {
    private static final Pattern AMOUNT = Pattern.compile("([0-9]+\\.[0-9]{2}) (GiB|GB)\\b");
    private static final Pattern TABLE_NUMBER = Pattern.compile("(?<= )[0-9]+\\.[0-9]{2}(?= |$)");
    private static final Map<String, Result> CHECKED = new HashMap<>();
    private static final BigDecimal GIB = BigDecimal.valueOf(1L << 30);
    private static final BigDecimal GB = BigDecimal.valueOf(1_000_000_000L);

    static Stream<Path> examples() throws IOException {
        return ExamplesIT.files().stream();
    }

    @ParameterizedTest
    @MethodSource("examples")
    void theVerdictIsTheFirstWord(Path plan) {
        assertThat(checked(plan, 80).out())
                .matches("(?s)(READY|TIGHT|NOT_READY|UNKNOWN)  \\S.*")
                .endsWith("\n");
    }

    @ParameterizedTest
    @MethodSource("examples")
    void noLineIsLongerThanAHundredAndTwentyColumns(Path plan) {
        assertThat(tooLong(checked(plan, 120), 120)).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("examples")
    void noLineIsLongerThanEightyColumns(Path plan) {
        assertThat(tooLong(checked(plan, 80), 80)).isEmpty();
    }

    @Test
    void anExcerptShowsTheColumnItPointsAt() {
        Result result = checked(Program.ROOT.resolve("examples/llama3-70b-tight.yaml"), 60);

        assertThat(result.out()).containsPattern("(?m)^ +[0-9]+ \\| .*safetyMargin: 8 %");
    }

    @Test
    void whatIsNotModelledIsNotCalledAFailure() {
        Result result = checked(Program.ROOT.resolve("examples/unknown.yaml"), 80);

        assertThat(result.firstWord()).isEqualTo("UNKNOWN");
        assertThat(result.out()).doesNotContain("FAIL");
    }

    @ParameterizedTest
    @MethodSource("examples")
    void noLineEndsInBlanksOrHoldsATab(Path plan) {
        assertThat(checked(plan, 80).out()).doesNotContainPattern("[ \\t]\\n|\\t|\\r");
    }

    @ParameterizedTest
    @MethodSource("examples")
    void everyAmountOfTheTextIsANumberOfTheJson(Path plan) {
        String text = checked(plan, 100).out();
        JsonDocument json = shardfit("check", "-o", "json", plan.toString()).run().json();

        assertThat(AMOUNT.matcher(text).results().map(MatchResult::group))
                .isSubsetOf(amounts(json));
        assertThat(memoryTable(text).map(number -> number + " GiB")).isSubsetOf(amounts(json));
    }

    @Test
    void aMemoryTableIsReallyRead() {
        Result result = checked(Program.FOUNDING.resolve("ep16-dp1.yaml"), 100);

        assertThat(memoryTable(result.out())).hasSize(14 * 3).contains("46.43", "20.25");
    }

    @Test
    void anUnusableWidthIsIgnored() {
        Path plan = Program.FOUNDING.resolve("ep16-dp1.yaml");
        String usual = checked(plan, 100).out();

        for (String width : List.of("", "0", "-5", "wide", "99999", " 80")) {
            Result result = shardfit("check", plan.toString()).with("COLUMNS", width).run();

            assertThat(result.out()).isEqualTo(usual);
        }
    }

    private static Result checked(Path plan, int columns) {
        return CHECKED.computeIfAbsent(
                columns + " " + plan,
                _ -> shardfit("check", plan.toString()).with("COLUMNS", "" + columns).run());
    }

    /// {@return the lines that could have been shorter: neither a place in a file nor one long
    /// word}
    static List<String> tooLong(Result result, int columns) {
        return result.out()
                .lines()
                .filter(line -> line.codePointCount(0, line.length()) > columns)
                .filter(line -> !line.startsWith("  --> "))
                .filter(line -> line.strip().contains(" "))
                .toList();
    }

    private static Stream<String> memoryTable(String text) {
        return text.lines()
                .filter(line -> line.matches("  [ A-Za-z]  \\S.* (exact|estimated|[a-z]+)"))
                .flatMap(line -> TABLE_NUMBER.matcher(line).results().map(MatchResult::group));
    }

    private static Set<String> amounts(JsonDocument json) {
        return json.numbers().stream()
                .flatMap(number -> Stream.of(in(GIB, number) + " GiB", in(GB, number) + " GB"))
                .collect(toSet());
    }

    private static String in(BigDecimal unit, BigDecimal bytes) {
        return bytes.divide(unit, 2, RoundingMode.HALF_UP).toPlainString();
    }
}
