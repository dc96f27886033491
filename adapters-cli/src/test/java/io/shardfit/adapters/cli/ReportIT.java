package io.shardfit.adapters.cli;

import static io.shardfit.adapters.cli.Program.example;
import static io.shardfit.adapters.cli.Program.shardfit;
import static org.assertj.core.api.Assertions.assertThat;

import io.shardfit.adapters.cli.Program.Result;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReportIT {
    @Test
    void comparesSeveralPlans() {
        Result result =
                shardfit(
                                "report",
                                example("founding/ep16-dp1"),
                                example("founding/ep16-dp4"),
                                example("founding/ep16-dp1-computed"))
                        .run();

        assertThat(result.exitCode()).isZero();
        assertThat(result.err()).isEmpty();
        assertThat(result.out())
                .startsWith("# ")
                .contains("moe-30b-ep16-dp1", "moe-30b-ep16-dp4", "moe-30b-ep16-dp1-computed")
                .contains("NOT_READY", "READY")
                .endsWith("\n");
    }

    @ParameterizedTest
    @CsvSource({
        "llama3-70b-tight,          unknown,                      0",
        "deepseek-v3-h100-training, mixtral-8x7b-megatron-sample, 1",
        "deepseek-v3-h100-training, unknown,                      3",
    })
    void answersWithItsBestPlan(String one, String other, int exitCode) {
        assertThat(shardfit("report", example(one), example(other)).run().exitCode())
                .isEqualTo(exitCode);
        assertThat(shardfit("report", example(other), example(one)).run().exitCode())
                .isEqualTo(exitCode);
    }

    @Test
    void isTheSameEachTime() {
        Program program = shardfit("report", example("uneven-experts"), example("unknown"));

        assertThat(program.run().stdout()).isEqualTo(program.run().stdout());
    }
}
