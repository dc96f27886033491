package io.shardfit.adapters.cli;

import static io.shardfit.adapters.cli.Program.example;
import static io.shardfit.adapters.cli.Program.shardfit;
import static org.assertj.core.api.Assertions.assertThat;

import io.shardfit.adapters.cli.Program.Result;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The facts of the report that the project began with.
class FoundingCaseIT {
    @Test
    void fourReplicasOfSixteenExpertRanksNeedFourTimesTheCluster() {
        Result text = check("ep16-dp4");
        JsonDocument json = json("ep16-dp4");

        assertThat(text.exitCode()).isEqualTo(1);
        assertThat(text.firstWord()).isEqualTo("NOT_READY");
        assertThat(text.out())
                .contains("64 needed (EP × TP × PP × DP × CP), 16 available: 400 %")
                .contains("error[PAR003]: the strategy needs 64 GPUs")
                .contains("error[MEM003]");
        assertThat(json.at("gpus.required")).isEqualTo("64");
        assertThat(json.at("gpus.available")).isEqualTo("16");
        assertThat(json.codes()).contains("PAR003", "MEM003");
    }

    @Test
    void oneReplicaFillsTheClusterButItsDeclaredMemoryDoesNotFit() {
        Result text = check("ep16-dp1");

        assertThat(text.exitCode()).isEqualTo(1);
        assertThat(text.firstWord()).isEqualTo("NOT_READY");
        assertThat(text.out())
                .contains("16 needed (EP × TP × PP × DP × CP), 16 available: 100 %")
                .contains("4 per GPU of 64 (rule-set 2), busiest 1.00 × mean")
                .contains("114.53 GB = 106.66 GiB, 133.33 % of the device's 80.00 GiB")
                .contains("26.66 GiB (28.63 GB) over, 25.00 % of the requirement", "error[MEM003]");
        assertThat(json("ep16-dp1").codes()).contains("MEM003").doesNotContain("PAR003", "MEM001");
    }

    @Test
    void theDeclaredBytesAreExact() {
        JsonDocument json = json("ep16-dp1");

        assertThat(json.at("memory.declared.asWritten")).isEqualTo("114.53 GB");
        assertThat(json.at("memory.declared.bytes")).isEqualTo("114530000000");
        assertThat(json.at("memory.deviceBytes")).isEqualTo("85899345920");
        assertThat(json.at("memory.declared.shareOfDevice")).startsWith("1.3333");
        assertThat(json.at("experts.perGpu.min")).isEqualTo("4");
        assertThat(json.at("experts.perGpu.max")).isEqualTo("4");
        assertThat(json.at("experts.imbalance")).isEqualTo("1");
    }

    @Test
    void whatTheArchitectureReallyNeedsFits() {
        Result text = check("ep16-dp1-computed");

        assertThat(text.exitCode()).isZero();
        assertThat(text.firstWord()).isEqualTo("READY");
        assertThat(text.out()).contains("46.43 GiB on rank 0", "30.33 B parameters");
    }

    @Test
    void megatronRefusesTheSameDegreesInItsOwnWords() {
        JsonDocument json = json("ep16-dp4-megatron");
        String sentence =
                "\"world_size (4) is not divisible by expert_tensor_model_pipeline_parallel size"
                        + " (16)\"";

        assertThat(check("ep16-dp4-megatron").exitCode()).isEqualTo(1);
        assertThat(json.at("verdict")).isEqualTo("NOT_READY");
        assertThat(json.at("findings[0].code")).isEqualTo("PAR004");
        assertThat(json.at("findings[0].message")).isEqualTo("megatron-core refuses: " + sentence);
    }

    @ParameterizedTest
    @CsvSource({"1, 64", "2, 4"})
    void eachEditionOfTheRulesCountsExpertsItsOwnWay(int edition, int experts) {
        String plan = example("founding/ep16-dp4");
        String ruleSet = Integer.toString(edition);

        Result text = shardfit("check", "--rule-set", ruleSet, plan).run();
        JsonDocument json =
                shardfit("check", "--rule-set", ruleSet, "-o", "json", plan).run().json();
        Result explained =
                shardfit("explain", "experts.perGpu.max", "--rule-set", ruleSet, plan).run();

        assertThat(text.out()).contains(experts + " per GPU of 64 (rule-set " + edition);
        assertThat(json.at("experts.perGpu.max")).isEqualTo("" + experts);
        assertThat(explained.out()).startsWith("experts.perGpu.max = " + experts + " experts\n");
    }

    private static Result check(String plan) {
        return shardfit("check", example("founding/" + plan)).run();
    }

    private static JsonDocument json(String plan) {
        return shardfit("check", "-o", "json", example("founding/" + plan)).run().json();
    }
}
