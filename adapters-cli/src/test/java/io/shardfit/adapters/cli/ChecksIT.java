package io.shardfit.adapters.cli;

import static io.shardfit.adapters.cli.Program.shardfit;
import static org.assertj.core.api.Assertions.assertThat;

import io.shardfit.adapters.cli.Program.Result;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The rows of a check say by themselves why the answer is what it is.
class ChecksIT {
    private static final String SERVED =
            """
            apiVersion: shardfit.io/v1
            kind: DeploymentPlan
            metadata: {name: rows}
            model: %s
            hardware: {gpu: %s, gpus: %d}
            framework: {name: %s}
            strategy: %s
            workload: {%s}
            """;

    /// The A100 has no FP8 units (compute capability 8.0; Transformer Engine wants 8.9).
    @Test
    void aPrecisionThatTheGpuDoesNotHaveFailsInARowOfItsOwn() {
        Result result =
                checked(
                        SERVED.formatted(
                                "meta-llama/Llama-3.1-8B",
                                "A100-SXM-80GB",
                                8,
                                "megatron-core",
                                "{tensorParallel: 8}",
                                "training: {globalBatch: 8, microBatch: 1, sequenceLength: 2048,"
                                        + " precision: fp8}"));

        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.out())
                .containsPattern("(?m)^  FAIL   precision A100-SXM-80GB cannot compute in fp8");
    }

    /// 8 experts over 8 ranks, 2 per token: a rank gets half of all copies at most, 4 times the
    /// mean. The row says so too, also where the plan is refused for something else.
    @ParameterizedTest
    @CsvSource({"8, 1, 100", "8, 1, 4.01", "7, 5, 100"})
    void aSkewThatCannotBeIsSaidBesideTheOneThatIsTaken(int gpus, int dataParallel, String factor) {
        Result result = checked(mixtral(gpus, dataParallel, factor));

        assertThat(result.out())
                .containsPattern(
                        "(?m)^  warn   experts   1 per GPU of 8 \\(rule-set 2\\), busiest 4.00 ×"
                                + " mean, for the declared skew cannot be$");
    }

    @ParameterizedTest
    @CsvSource({"4, warn", "2, warn", "1, pass"})
    void aSkewThatCanBeIsNotDoubted(String factor, String mark) {
        Result result = checked(mixtral(8, 1, factor));

        assertThat(result.out())
                .containsPattern(
                        "(?m)^  %s   experts   1 per GPU of 8 \\(rule-set 2\\), busiest %s.00 × mean$"
                                .formatted(mark, factor));
    }

    private static String mixtral(int gpus, int dataParallel, String factor) {
        return SERVED.formatted(
                "mistralai/Mixtral-8x7B-v0.1",
                "H100-SXM-80GB",
                gpus,
                "multiplicative",
                "{expertParallel: 8, dataParallel: %d}".formatted(dataParallel),
                "routing: {maxOverMean: %s}, inference: {contextLength: 8192,".formatted(factor)
                        + " concurrentSequences: 5}");
    }

    private static Result checked(String plan) {
        return shardfit("check", "-").reading(plan.getBytes(StandardCharsets.UTF_8)).run();
    }
}
