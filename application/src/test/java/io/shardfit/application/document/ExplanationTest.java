package io.shardfit.application.document;

import static io.shardfit.application.PlanFiles.checked;
import static io.shardfit.application.PlanFiles.founding;
import static io.shardfit.application.PlanFiles.with;
import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ExplanationTest {
    private final Explanation founding =
            new Explanation(VerdictDocument.of(checked(founding("ep16-dp1"))));

    private static BigDecimal number(Explanation explanation, String path) {
        return ((Json.Figure) explanation.at(path).orElseThrow()).value();
    }

    @Test
    void everyNumberIsFoundByItsPath() {
        assertThat(founding.numbers())
                .hasSizeGreaterThan(50)
                .doesNotHaveDuplicates()
                .allSatisfy(path ->
                        assertThat(founding.at(path)).get().isInstanceOf(Json.Figure.class));
    }

    @Test
    void anItemIsFoundByNameAndByNumber() {
        assertThat(founding.at("memory.stages[0].parts[weights].bytes"))
                .isPresent()
                .isEqualTo(founding.at("memory.stages[0].parts[0].bytes"));
        assertThat(number(founding, "findings[MEM003].evidence.need"))
                .isEqualTo(number(founding, "findings[0].evidence.need"))
                .isEqualByComparingTo("114530000000");
    }

    @Test
    void twoFindingsOfOneCodeAreKeptApart() {
        String text =
                with(founding("ep16-dp1"), "EP16_TP1_PP1_DP1", "TP4")
                        .replace("heads: 32, keyValueHeads: 32", "heads: 6, keyValueHeads: 3");
        Explanation explanation = new Explanation(VerdictDocument.of(checked(text)));

        assertThat(number(explanation, "findings[0].evidence.heads"))
                .isNotEqualTo(number(explanation, "findings[1].evidence.heads"));
        assertThat(number(explanation, "findings[PAR002].evidence.heads"))
                .isEqualTo(number(explanation, "findings[0].evidence.heads"));
    }

    @Test
    void thePathsBelowAPathAreListed() {
        assertThat(founding.below("gpus")).containsExactly("gpus.required", "gpus.available");
        assertThat(founding.below("memory.stages[0].parts[weights]"))
                .containsExactly(
                        "memory.stages[0].parts[weights].id",
                        "memory.stages[0].parts[weights].allocated",
                        "memory.stages[0].parts[weights].bytes",
                        "memory.stages[0].parts[weights].low",
                        "memory.stages[0].parts[weights].high",
                        "memory.stages[0].parts[weights].basis");
        assertThat(founding.below("gpu")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "gpu",
                "gpus",
                "gpus.required.",
                "memory.stages[9].totalBytes",
                "[0]",
                "."
            })
    void anUnknownPathFindsNothing(String path) {
        assertThat(founding.at(path)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "time,                         compute.time",
        "time.perStep,                 compute.time",
        "compute.time.stepSecond,      compute.time.stepSeconds",
        "memory.wrst.totalBytes,       memory.worst.totalBytes",
        "gpus.required.,               gpus.required",
    })
    void anUnknownPathNamesTheOneThatWasMeant(String path, String meant) {
        assertThat(founding.nearest(path)).contains(meant);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "nothing-like-it", "(a+)+$"})
    void aPathThatIsLikeNoneNamesNone(String path) {
        assertThat(founding.nearest(path)).isEmpty();
    }
}
