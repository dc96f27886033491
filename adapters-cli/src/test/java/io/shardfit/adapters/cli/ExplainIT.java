package io.shardfit.adapters.cli;

import static io.shardfit.adapters.cli.Program.example;
import static io.shardfit.adapters.cli.Program.shardfit;
import static org.assertj.core.api.Assertions.assertThat;

import io.shardfit.adapters.cli.Program.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class ExplainIT {
    private static final String PLAN = example("founding/ep16-dp1");

    static Stream<String> codes() throws IOException {
        try (Stream<Path> pages = Files.list(Program.ROOT.resolve("docs/findings"))) {
            return pages
                    .map(page -> page.getFileName().toString())
                    .filter(name -> name.matches("[A-Z]+[0-9]{3}\\.md"))
                    .map(name -> name.replace(".md", ""))
                    .sorted()
                    .toList()
                    .stream();
        }
    }

    @ParameterizedTest
    @MethodSource("codes")
    void showsThePageOfEveryFinding(String code) throws IOException {
        Result result = shardfit("explain", code).run();

        assertThat(result.exitCode()).isZero();
        assertThat(result.err()).isEmpty();
        assertThat(result.out().lines().map(String::stripTrailing))
                .containsExactlyElementsOf(
                        Files.readString(Program.ROOT.resolve("docs/findings/" + code + ".md"))
                                .lines()
                                .map(String::stripTrailing)
                                .toList());
    }

    @Test
    void knowsTwentyPagesOrMore() throws IOException {
        assertThat(codes().count()).isGreaterThanOrEqualTo(20);
    }

    @ParameterizedTest
    @CsvSource({"MEM999", "README", "../README", "''"})
    void refusesWhatIsNotACode(String code) {
        Result result = shardfit("explain", code).run();

        assertThat(result.exitCode()).isEqualTo(2);
        assertThat(result.stdout()).isEmpty();
        assertThat(result.err()).contains("expected a code such as MEM001");
    }

    @ParameterizedTest
    @CsvSource({"mem001", "MEM01"})
    void suggestsTheCodeThatWasMeant(String code) {
        assertThat(shardfit("explain", code).run().err()).contains("did you mean `MEM001`?");
    }

    @Test
    void putsTheNumbersIntoATotal() {
        Result result = shardfit("explain", "memory.worst.totalBytes", PLAN).run();
        JsonDocument json = shardfit("check", "-o", "json", PLAN).run().json();

        assertThat(result.exitCode()).isZero();
        assertThat(result.out())
                .startsWith(
                        "memory.worst.totalBytes = "
                                + json.at("memory.worst.totalBytes")
                                + " bytes (46.43 GiB)\n")
                .contains(json.at("memory.stages[0].parts[0].bytes"));
    }

    @ParameterizedTest
    @CsvSource({"memory.stages[0].parts[weights].bytes", "memory.stages[0].parts[0].bytes"})
    void findsAPartByItsNameAndByItsPlace(String path) {
        Result result = shardfit("explain", path, PLAN).run();

        assertThat(result.exitCode()).isZero();
        assertThat(result.out())
                .startsWith(path + " = 2680430592 bytes (2.50 GiB)\n  = ceil(P × B ÷ D)\n")
                .contains("  = ceil(1340215296 × 2 ÷ 1)\n")
                .contains("[model.hiddenSize]");
    }

    @Test
    void listsThePathsBelowOne() {
        Result result = shardfit("explain", "memory.worst", PLAN).run();

        assertThat(result.exitCode()).isZero();
        assertThat(result.out().lines())
                .contains("memory.worst.totalBytes", "memory.worst.highBytes")
                .allMatch(line -> line.startsWith("memory.worst."));
    }

    @Test
    void suggestsThePathThatWasMeant() {
        Result result = shardfit("explain", "memory.worst.totalByte", PLAN).run();

        assertThat(result.exitCode()).isEqualTo(2);
        assertThat(result.stdout()).isEmpty();
        assertThat(result.err()).contains("did you mean `memory.worst.totalBytes`?");
    }

    @ParameterizedTest
    @CsvSource({
        "memory.stages[99].totalBytes",
        "memory.stages[99999999999999999999].totalBytes",
        "memory.stages[-1].totalBytes",
        "memory.stages[",
        "memory..worst",
        "''",
        "(a+)+$",
    })
    void refusesAPathThatLeadsNowhere(String path) {
        Result result = shardfit("explain", path, PLAN).run();

        assertThat(result.exitCode()).isEqualTo(2);
        assertThat(result.stdout()).isEmpty();
        assertThat(result.err()).startsWith("error: the answer has no ");
    }

    @Test
    void namesThePathThatWasMeant() {
        assertThat(shardfit("explain", "time.perStep", PLAN).run().err())
                .isEqualTo(
                        "error: the answer has no \"time.perStep\"; did you mean `compute.time`?\n");
    }

    @Test
    void hasNoMemoryToExplainForARefusedPlan() {
        Result result = shardfit("explain", "memory.worst.totalBytes", example("unknown")).run();

        assertThat(result.exitCode()).isEqualTo(2);
        assertThat(result.err()).isNotBlank();
    }

    @ParameterizedTest
    @CsvSource({
        "compute.time.stepSeconds.expected, matrixProducts +",
        "compute.time.parts[expertExchange].seconds.high, min(ramp",
        "compute.headroom.network, busy",
        "compute.network.networkRate, assumed",
    })
    void showsTheArithmeticOfTimes(String path, String arithmetic) {
        Result result = shardfit("explain", path, PLAN).run();

        assertThat(result.exitCode()).isZero();
        assertThat(result.out()).contains(arithmetic);
    }
}
