package io.shardfit.application.format;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PlanTextTest {
    private static final String BLOCK =
            """
            # a plan
            strategy: EP16_TP1_PP1_DP4 # degrees
            workload:
              training:
                microBatch: 4   # per pass
                # the states
                zeroStage: 1

            declared:
              memoryPerGpu: 114.53 GB
            """;
    private static final String FLOW =
            """
            strategy: {tensorParallel: 2}
            workload: {training: {microBatch: 4, zeroStage: 1}}
            declared: {memoryPerGpu: 1 GB}
            """;
    private static final String JSON =
            """
            {
              "strategy": "EP16_DP4",
              "workload": {"training": {"microBatch": 4}},
              "hardware": {
                "gpu": {"name": "ours", "memory": "80 GiB"},
                "gpus": 8
              }
            }
            """;

    private static String set(String text, String key, String value) {
        return PlanText.with(text, List.of(new Setting(key, Optional.of(value), false)));
    }

    private static String leaveOut(String text, String key) {
        return PlanText.with(text, List.of(Setting.leftOut(key)));
    }

    @Test
    void aValueIsReplacedWhereItStandsAndItsCommentStays() {
        assertThat(set(BLOCK, "workload.training.microBatch", "1"))
                .isEqualTo(BLOCK.replace("microBatch: 4   #", "microBatch: 1   #"));
        assertThat(set(FLOW, "workload.training.microBatch", "1"))
                .isEqualTo(FLOW.replace("microBatch: 4", "microBatch: 1"));
        assertThat(set(JSON, "hardware.gpus", "16"))
                .isEqualTo(JSON.replace("\"gpus\": 8", "\"gpus\": 16"));
    }

    @Test
    void aNewKeyStandsBehindTheLastOfItsMapping() {
        assertThat(set(BLOCK, "workload.training.recomputation", "full"))
                .isEqualTo(
                        BLOCK.replace(
                                "    zeroStage: 1\n",
                                "    zeroStage: 1\n    recomputation: full\n"));
        assertThat(set(FLOW, "workload.training.offload.optimizer", "50 %"))
                .contains("{microBatch: 4, zeroStage: 1, offload: {optimizer: 50 %}}}");
        assertThat(set(JSON, "workload.training.recomputeModules", "[moe_act, mlp]"))
                .contains("{\"microBatch\": 4, \"recomputeModules\": [\"moe_act\", \"mlp\"]}");
        assertThat(set(JSON, "hardware.gpusPerNode", "4"))
                .contains("    \"gpus\": 8,\n    \"gpusPerNode\": 4\n  }");
    }

    @Test
    void aMappingMayBecomeAName() {
        assertThat(set(JSON, "hardware.gpu", "H200-SXM-141GB"))
                .contains("\"gpu\": \"H200-SXM-141GB\",\n    \"gpus\": 8");
    }

    @Test
    void aMappingInBlockStyleMayBecomeAName() {
        String text = "hardware:\n  gpu:\n    name: ours\n    memory: 80 GiB # each\n  gpus: 8\n";

        assertThat(set(text, "hardware.gpu", "H200-SXM-141GB"))
                .isEqualTo("hardware:\n  gpu: H200-SXM-141GB # each\n  gpus: 8\n");
    }

    @Test
    void aKeyThatIsLeftOutTakesItsEmptyMappingAlong() {
        assertThat(leaveOut(BLOCK, "declared.memoryPerGpu"))
                .isEqualTo(BLOCK.substring(0, BLOCK.indexOf("declared")));
        assertThat(leaveOut(FLOW, "declared.memoryPerGpu"))
                .isEqualTo(FLOW.substring(0, FLOW.indexOf("declared")));
        assertThat(leaveOut(FLOW, "workload.training.microBatch"))
                .contains("{training: {zeroStage: 1}}");
        assertThat(leaveOut(FLOW, "workload.training.zeroStage"))
                .contains("{training: {microBatch: 4}}");
        assertThat(leaveOut(JSON, "hardware.gpus")).contains("\"memory\": \"80 GiB\"}\n  }");
        assertThat(leaveOut(BLOCK, "workload.training.precision")).isEqualTo(BLOCK);
    }

    @Test
    void aShorthandStaysOneAsLongAsItHasTheWords() {
        assertThat(set(BLOCK, "strategy.dataParallel", "1"))
                .contains("strategy: EP16_TP1_PP1_DP1 # degrees");
        assertThat(set(BLOCK, "strategy.contextParallel", "2"))
                .contains("strategy: EP16_TP1_PP1_DP4_CP2 # degrees");
        assertThat(set(BLOCK, "strategy.stageLayers", "[3, 5]"))
                .contains(
                        "strategy: {expertParallel: 16, dataParallel: 4, stageLayers: [3, 5]} #"
                                + " degrees");
        assertThat(set(JSON, "strategy.stageLayers", "[3, 5]"))
                .contains("{\"expertParallel\": 16, \"dataParallel\": 4, \"stageLayers\": [3, 5]}");
    }

    @Test
    void aValueThatIsUsualIsWrittenOnlyWhereItsKeyStands() {
        Setting usual = new Setting("workload.training.precision", Optional.of("bf16"), true);

        assertThat(PlanText.with(BLOCK, List.of(usual))).isEqualTo(BLOCK);
        assertThat(
                        PlanText.with(
                                FLOW,
                                List.of(
                                        new Setting(
                                                "strategy.tensorParallel",
                                                Optional.of("1"),
                                                true))))
                .contains("{tensorParallel: 1}");
    }

    @Test
    void signsBeyondTheFirstPlaneAndWindowsLinesDoNotShiftPlaces() {
        String text = "# \uD83D\uDE80\r\nworkload:\r\n  training:\r\n    microBatch: 4\r\n";

        assertThat(set(text, "workload.training.microBatch", "2"))
                .isEqualTo(text.replace(": 4", ": 2"));
    }
}
