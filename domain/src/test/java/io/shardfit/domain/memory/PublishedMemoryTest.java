package io.shardfit.domain.memory;

import static org.assertj.core.api.Assertions.assertThat;

import io.shardfit.domain.Models;
import io.shardfit.domain.Plans;
import io.shardfit.domain.architecture.ModelArchitecture;
import io.shardfit.domain.plan.DeploymentPlan;
import io.shardfit.domain.quantity.ByteSize;
import io.shardfit.domain.strategy.ParallelStrategy;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// 19 published configurations (23 stages) of Megatron training on 8 B200 GPUs. The terms were
/// worked out by hand from the equations in docs/memory-model.md; the peaks were measured
/// (MooreThreads/SimuMax@4dcaae5 docs/b200/b200_release_v1.2_summary.md).
class PublishedMemoryTest {

    record Row(
            String model,
            int layers,
            int denseLayers,
            ParallelStrategy strategy,
            int sequence,
            int stage,
            boolean binding,
            long dense,
            long routed,
            long states,
            long activations,
            int inFlight,
            String moment,
            long transientBytes,
            long buffers,
            long cache,
            long peak,
            double measuredGiB) {

        static Row of(String line) {
            String[] c = line.split(";");
            int tp = Integer.parseInt(c[3]);
            return new Row(
                    c[0],
                    Integer.parseInt(c[1]),
                    Integer.parseInt(c[2]),
                    Plans.degrees(
                            tp,
                            Integer.parseInt(c[4]),
                            Integer.parseInt(c[5]),
                            Integer.parseInt(c[7]),
                            Integer.parseInt(c[6]),
                            1,
                            true,
                            1),
                    Integer.parseInt(c[8]),
                    Integer.parseInt(c[9]),
                    Boolean.parseBoolean(c[10]),
                    Long.parseLong(c[11]),
                    Long.parseLong(c[12]),
                    Long.parseLong(c[13]),
                    Long.parseLong(c[14]),
                    Integer.parseInt(c[15]),
                    c[16],
                    Long.parseLong(c[17]),
                    Long.parseLong(c[18]),
                    Long.parseLong(c[19]),
                    Long.parseLong(c[20]),
                    Double.parseDouble(c[21]));
        }

        ModelArchitecture architecture() {
            return switch (model) {
                case "llama3-70b" -> Models.llama3With70B(layers);
                case "llama3-405b-16" -> Models.llama3With405BAnd16KeyValueHeads(layers);
                case "deepseek-v2" -> Models.deepSeekV2(layers, denseLayers);
                case "deepseek-v3" -> Models.deepSeekV3(layers, denseLayers);
                default -> throw new IllegalArgumentException(model);
            };
        }

        DeploymentPlan plan() {
            int globalBatch = 8 * strategy.data();
            return Plans.megatronOn(
                    "2.11",
                    architecture(),
                    strategy,
                    Plans.pretraining(globalBatch, 1, sequence),
                    8);
        }

        StageMemory computed() {
            return MemoryModel.of(plan()).stage(stage);
        }

        double error() {
            double gib = computed().allocated().expected().bytes() / (double) (1L << 30);
            return (gib - measuredGiB) / measuredGiB;
        }
    }

    static List<Row> rows() throws IOException {
        try (InputStream file =
                Objects.requireNonNull(
                        PublishedMemoryTest.class.getResourceAsStream("megatron-b200.csv"))) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#") && !line.startsWith("model;"))
                    .map(Row::of)
                    .toList();
        }
    }

    @Test
    void theFileHoldsEveryPublishedRow() throws IOException {
        assertThat(rows()).hasSize(23);
        assertThat(rows().stream().filter(Row::binding)).hasSize(19);
    }

    @ParameterizedTest
    @MethodSource("rows")
    void everyTermIsTheHandCalculation(Row row) {
        StageMemory stage = row.computed();

        assertThat(bytes(stage, MemoryPart.WEIGHTS)).isEqualTo(2 * row.dense());
        assertThat(
                        sum(
                                stage,
                                MemoryPart.WEIGHTS,
                                MemoryPart.EXPERT_WEIGHTS,
                                MemoryPart.GRADIENTS,
                                MemoryPart.EXPERT_GRADIENTS,
                                MemoryPart.OPTIMIZER_STATES,
                                MemoryPart.EXPERT_OPTIMIZER_STATES))
                .isEqualTo(row.states());
        assertThat(bytes(stage, MemoryPart.EXPERT_WEIGHTS)).isEqualTo(2 * row.routed());
        assertThat(bytes(stage, MemoryPart.ACTIVATIONS))
                .isEqualTo(row.activations() * row.inFlight());
        assertThat(bytes(stage, MemoryPart.TRANSIENT)).isEqualTo(row.transientBytes());
        assertThat(stage.model().derivation(MemoryPart.TRANSIENT, stage.layers()).source())
                .startsWith(
                        switch (row.moment()) {
                            case "HEAD" -> "backward of the head";
                            case "COMBINE" -> "forward of a mixture";
                            default -> "backward of a dense block";
                        });
        assertThat(
                        sum(
                                stage,
                                MemoryPart.WORKSPACES,
                                MemoryPart.GATHER_BUFFER,
                                MemoryPart.INPUT_GRADIENT))
                .isEqualTo(row.buffers());
        assertThat(bytes(stage, MemoryPart.WEIGHT_GRADIENT_CACHE)).isEqualTo(row.cache());
        assertThat(stage.allocated().expected()).isEqualTo(ByteSize.ofBytes(row.peak()));
    }

    @ParameterizedTest
    @MethodSource("rows")
    void theMeasuredPeakIsPredicted(Row row) {
        double perCent = Math.round(Math.abs(row.error()) * 10_000) / 100.0;

        assertThat(perCent).as("error of %s in %%", row).isLessThanOrEqualTo(bound(row));
    }

    private static double bound(Row row) {
        return row.binding() ? 0.20 : 0.15;
    }

    @ParameterizedTest
    @MethodSource("rows")
    void theMeasuredPeakLiesInsideTheInterval(Row row) {
        StageMemory stage = row.computed();
        long measured = Math.round(row.measuredGiB() * (1L << 30));

        assertThat(measured)
                .isBetween(stage.allocated().low().bytes(), stage.allocated().high().bytes());
    }

    @Test
    void theBindingRankIsPredictedWithinAThousandthOnAverage() throws IOException {
        double mean =
                rows().stream()
                        .filter(Row::binding)
                        .mapToDouble(row -> Math.abs(row.error()))
                        .average()
                        .orElseThrow();

        assertThat(mean).isLessThanOrEqualTo(0.001);
    }

    @ParameterizedTest
    @MethodSource("rows")
    void theBindingStageIsTheOneThatWasMeasuredHighest(Row row) {
        int worst = MemoryModel.assess(row.plan()).worst().layers().stage();

        assertThat(worst == row.stage()).isEqualTo(row.binding());
    }

    private static long bytes(StageMemory stage, MemoryPart part) {
        return stage.part(part).expected().bytes();
    }

    private static long sum(StageMemory stage, MemoryPart... parts) {
        return Stream.of(parts).mapToLong(part -> bytes(stage, part)).sum();
    }
}
