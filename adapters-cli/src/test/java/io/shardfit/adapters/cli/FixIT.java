package io.shardfit.adapters.cli;

import static io.shardfit.adapters.cli.Program.example;
import static io.shardfit.adapters.cli.Program.shardfit;
import static org.assertj.core.api.Assertions.assertThat;

import io.shardfit.adapters.cli.Program.Result;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What makes a plan pass, listed and written.
class FixIT {
    @TempDir private Path folder;

    private Path copy(String name) throws IOException {
        return Files.copy(Program.FOUNDING.resolve(name + ".yaml"), folder.resolve(name + ".yaml"));
    }

    @Test
    void listsRemediesWithTheirDiffsAndWritesNothing() throws IOException {
        Result listed = shardfit("fix", copy("ep16-dp4").toString()).run();

        assertThat(listed.exitCode()).isZero();
        assertThat(listed.out())
                .startsWith("NOT_READY  moe-30b-ep16-dp4\n")
                .contains(
                        "   1  strategy.dataParallel: 1, hardware.gpu: H200-SXM-141GB",
                        "   19 - strategy: EP16_TP1_PP1_DP4",
                        "   19 + strategy: EP16_TP1_PP1_DP1",
                        "strategy.dataParallel: 1, declared.memoryPerGpu: left out",
                        "   22 - declared: {memoryPerGpu: 114.53 GB}");
        assertThat(listed.err()).isEmpty();
        assertThat(files()).containsExactly("ep16-dp4.yaml");
    }

    @Test
    void writesTheCorrectedPlanBesideTheOriginalAndNeverOverAnother() throws IOException {
        Path plan = copy("ep16-dp4-megatron");
        String before = Files.readString(plan);

        Result first = shardfit("fix", plan.toString(), "--apply", "1").run();
        Result again = shardfit("fix", plan.toString(), "--apply", "1").run();
        Result second = shardfit("fix", plan.toString(), "--apply", "2").run();

        assertThat(first.exitCode()).isZero();
        assertThat(first.out())
                .startsWith("READY  ")
                .contains("- strategy: EP16_TP1_PP1_DP4", "+ strategy: EP16_TP1_PP1_DP16");
        assertThat(again.exitCode()).isZero();
        assertThat(again.out()).contains(".fixed.yaml says so already, nothing written\n");
        assertThat(second.exitCode()).isZero();
        assertThat(files())
                .containsExactlyInAnyOrder(
                        "ep16-dp4-megatron.yaml",
                        "ep16-dp4-megatron.fixed.yaml",
                        "ep16-dp4-megatron.fixed-2.yaml");
        assertThat(Files.readString(plan)).isEqualTo(before);
        assertThat(Files.readString(folder.resolve("ep16-dp4-megatron.fixed.yaml")))
                .isEqualTo(before.replace("DP4", "DP16"));
    }

    @Test
    void theWrittenPlanHasTheVerdictThatWasPromised() throws IOException {
        Path plan = copy("ep16-dp1");

        assertThat(shardfit("fix", plan.toString(), "--apply", "2").run().firstWord())
                .isEqualTo("READY");
        Result checked = shardfit("check", folder.resolve("ep16-dp1.fixed.yaml").toString()).run();

        assertThat(checked.exitCode()).isZero();
        assertThat(checked.firstWord()).isEqualTo("READY");
    }

    @Test
    void theEndOfTheTimeIsSaid() {
        Result stopped = shardfit("fix", example("founding/ep16-dp1"), "--time-limit", "0").run();

        assertThat(stopped.exitCode()).isEqualTo(1);
        assertThat(stopped.out()).contains("the time was over, another run may find more");
    }

    @Test
    void aReadyPlanNeedsNothing() {
        Result ready = shardfit("fix", example("founding/ep16-dp1-computed")).run();

        assertThat(ready.exitCode()).isZero();
        assertThat(ready.out()).contains("nothing to repair");
    }

    @Test
    void aPlanThatCannotBeJudgedIsCuredByOneThatCan() {
        Result unknown = shardfit("fix", example("unknown")).run();

        assertThat(unknown.exitCode()).isZero();
        assertThat(unknown.out())
                .startsWith("UNKNOWN  unknown\n")
                .contains("   1  workload.training.zeroStage: 1");
    }

    @Test
    void aPlanThatCannotBeJudgedWithoutARemedyKeepsItsExitCode() {
        Result stopped = shardfit("fix", example("unknown"), "--time-limit", "0").run();

        assertThat(stopped.exitCode()).isEqualTo(3);
        assertThat(stopped.out()).contains("no remedy of up to three edits found");
    }

    @Test
    void aNumberThatNoRemedyHasIsWrongUsage() throws IOException {
        Path plan = copy("ep16-dp1");

        Result wrong = shardfit("fix", plan.toString(), "--apply", "99").run();

        assertThat(wrong.exitCode()).isEqualTo(2);
        assertThat(wrong.out()).isEmpty();
        assertThat(wrong.err()).contains("there is no remedy 99: the list ends with");
        assertThat(files()).containsExactly("ep16-dp1.yaml");
    }

    @Test
    void standardInputHasNoPlaceToWriteTo() throws IOException {
        byte[] plan = Files.readAllBytes(Program.FOUNDING.resolve("ep16-dp1.yaml"));

        Result wrong = shardfit("fix", "-", "--apply", "1").reading(plan).run();
        Result listed = shardfit("fix", "-").reading(plan).run();

        assertThat(wrong.exitCode()).isEqualTo(2);
        assertThat(wrong.err()).contains("standard input has no place");
        assertThat(listed.exitCode()).isZero();
    }

    @Test
    void aMissingFileIsNamed() {
        Result missing = shardfit("fix", folder.resolve("none.yaml").toString()).run();

        assertThat(missing.exitCode()).isEqualTo(2);
        assertThat(missing.err()).contains("none.yaml", "does not exist");
    }

    @Test
    void jsonStaysJson() throws IOException {
        Path plan = folder.resolve("plan.json");
        Files.writeString(
                plan,
                """
                {"apiVersion": "shardfit.io/v1", "kind": "DeploymentPlan",
                 "metadata": {"name": "as-json"},
                 "model": "meta-llama/Llama-3.1-8B",
                 "hardware": {"gpu": "H100-SXM-80GB", "gpus": 4},
                 "framework": {"name": "megatron-core"},
                 "strategy": "TP1_PP1_DP8",
                 "workload": {"training": {"globalBatch": 64, "microBatch": 1,
                   "sequenceLength": 4096, "zeroStage": 1}}}
                """);

        Result applied = shardfit("fix", plan.toString(), "--apply", "1").run();
        Result again = shardfit("check", folder.resolve("plan.fixed.json").toString()).run();

        assertThat(applied.exitCode()).isZero();
        assertThat(again.exitCode()).isZero();
        assertThat(Files.readString(folder.resolve("plan.fixed.json"), StandardCharsets.UTF_8))
                .startsWith("{\"apiVersion\"");
    }

    @Test
    void aPlanInOneLineIsComparedKeyByKey() throws IOException {
        Path plan = folder.resolve("line.json");
        Files.writeString(
                plan,
                """
                {"apiVersion": "shardfit.io/v1", "kind": "DeploymentPlan", \
                "metadata": {"name": "line"}, "model": "meta-llama/Llama-3.1-8B", \
                "hardware": {"gpu": "H100-SXM-80GB", "gpus": 4}, \
                "framework": {"name": "megatron-core"}, "strategy": "TP1_PP1_DP8", \
                "workload": {"training": {"globalBatch": 64, "microBatch": 1, \
                "sequenceLength": 4096, "zeroStage": 1}}}
                """);

        Result listed = shardfit("fix", plan.toString()).run();

        assertThat(listed.out())
                .contains(
                        "  key - strategy.dataParallel: 8\n", "  key + strategy.dataParallel: 1\n")
                .doesNotContain("apiVersion");
    }

    @Test
    void checkShowsAsManyRemediesAsAskedForOrNone() {
        String plan = example("founding/ep16-dp4-megatron");

        assertThat(shardfit("check", plan, "--remedies", "1").run().out())
                .contains("   1  strategy.dataParallel: 16")
                .doesNotContain("   2  ");
        assertThat(shardfit("check", plan, "--remedies", "none").run().out())
                .doesNotContain("help:");
        assertThat(shardfit("check", plan, "--remedies", "some").run().exitCode()).isEqualTo(2);
        assertThat(shardfit("check", "-o", "json", plan).run().json().at("remedies[0].verdict"))
                .isEqualTo("READY");
        assertThat(shardfit("explain", "remedies[0].memory.needBytes", plan).run().out())
                .startsWith("remedies[0].memory.needBytes = ");
    }

    private List<String> files() throws IOException {
        try (var found = Files.list(folder)) {
            return found.map(file -> file.getFileName().toString()).toList();
        }
    }
}
