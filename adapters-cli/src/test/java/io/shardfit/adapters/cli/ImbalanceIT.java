package io.shardfit.adapters.cli;

import static io.shardfit.adapters.cli.Program.example;
import static io.shardfit.adapters.cli.Program.shardfit;
import static org.assertj.core.api.Assertions.assertThat;

import io.shardfit.adapters.cli.Program.Result;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ImbalanceIT {
    private static final String MIXTRAL = example("mixtral-8x7b-megatron-sample-32-gpus");

    private static final String UNEVEN = example("uneven-experts");

    @Test
    void saysAtWhichSkewMemoryRunsOut() {
        Result result = shardfit("check", UNEVEN, "--imbalance").run();
        JsonDocument json =
                shardfit("check", UNEVEN, "--imbalance", "--format", "json").run().json();

        assertThat(result.out())
                .contains("how skewed may the routing be?")
                .contains("at most 6.00 × mean")
                .contains("READY up to " + hundredths(json.at("imbalance.readyUpTo")) + " × mean")
                .contains("fits up to " + hundredths(json.at("imbalance.fitsUpTo")) + " × mean")
                .contains("runs out at ");
        assertThat(json.at("imbalance.most")).isEqualTo("6");
        assertThat(json.at("imbalance.neverRunsOut")).isEqualTo("false");
    }

    private static String hundredths(String number) {
        return "%.2f".formatted(Double.parseDouble(number));
    }

    @Test
    void explainsALimit() {
        Result result = shardfit("explain", "imbalance.readyUpTo", UNEVEN).run();

        assertThat(result.exitCode()).isZero();
        assertThat(result.out()).contains("= hundredths ÷ 100").contains("the most whose high");
    }

    @Test
    void saysSoWhereThereAreNoExperts() {
        Result result = shardfit("check", example("llama3-70b-h100-training"), "--imbalance").run();

        assertThat(result.out()).contains("the model has no experts");
    }

    @Test
    void aHistogramNamesItsWorstLayer(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("tokens.csv");
        Files.writeString(
                file,
                "expert,early,late\n0,9,30\n1,8,5\n2,8,5\n3,8,5\n4,8,5\n5,8,5\n6,8,5\n7,8,5\n");

        Result result = shardfit("check", MIXTRAL, "--histogram", file.toString()).run();

        // 30 of 65 tokens on one of eight ranks
        assertThat(result.out().replaceAll("\\s+", " "))
                .contains("layer late, the worst of 2 sends 3.69 times the mean")
                .contains("rank 0")
                .doesNotContain("workload.routing = uniform");
    }

    /// The verdict and the table speak of two high estimates where the plan does not declare its
    /// routing; the answer says so, with both.
    @ParameterizedTest
    @CsvSource({"'', true", "'routing: balanced,', false", "'routing: {maxOverMean: 1.5},', false"})
    void saysWhyTheVerdictIsNotThatOfTheFirstRow(String routing, boolean undeclared) {
        String plan =
                """
                apiVersion: shardfit.io/v1
                kind: DeploymentPlan
                metadata: {name: undeclared}
                model: mistralai/Mixtral-8x7B-v0.1
                hardware: {gpu: H100-SXM-80GB, gpus: 32}
                framework: {name: megatron-core}
                strategy: {expertParallel: 8, pipelineParallel: 4, dataParallel: 8, expertTensorParallel: 1}
                workload: {%s training: {globalBatch: 256, microBatch: 1, sequenceLength: 4096, distributedOptimizer: true}}
                """
                        .formatted(routing);
        String text =
                shardfit("check", "--imbalance", "-")
                        .reading(plan.getBytes(StandardCharsets.UTF_8))
                        .run()
                        .out()
                        .replaceAll("\\s+", " ");
        String judged = first(text, "on rank 0 \\([0-9.]+ to ([0-9.]+ GiB)\\)");
        String even = first(text, " 1\\.00 0 [0-9.]+ ([0-9.]+) ");

        assertThat(text.contains("the plan does not declare its routing")).isEqualTo(undeclared);
        if (undeclared) {
            assertThat(judged).isNotEqualTo(even + " GiB");
            assertThat(text)
                    .contains("is that of a high estimate of " + judged)
                    .contains("at 1.00 needs " + even + " GiB at most");
        }
    }

    private static String first(String text, String pattern) {
        Matcher matcher = Pattern.compile(pattern).matcher(text);
        assertThat(matcher.find()).as(text).isTrue();
        return matcher.group(1);
    }

    @Test
    void refusesAHistogramOfOtherExperts(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("tokens.txt");
        Files.writeString(file, "1\n2\n3\n");

        Result result = shardfit("check", MIXTRAL, "--histogram", file.toString()).run();
        Result missing = shardfit("check", MIXTRAL, "--histogram", "no-such-file").run();

        assertThat(result.exitCode()).isEqualTo(2);
        assertThat(result.err()).contains("tokens of 3 experts").contains("8 in a layer");
        assertThat(missing.exitCode()).isEqualTo(2);
        assertThat(missing.err()).contains("does not exist");
    }
}
