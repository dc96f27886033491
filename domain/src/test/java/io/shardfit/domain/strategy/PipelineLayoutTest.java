package io.shardfit.domain.strategy;

import static org.assertj.core.api.Assertions.assertThat;

import io.shardfit.domain.Models;
import io.shardfit.domain.architecture.Attention.GroupedQuery;
import io.shardfit.domain.architecture.Experts;
import io.shardfit.domain.architecture.FeedForward.MixtureOfExperts;
import io.shardfit.domain.architecture.ModelArchitecture;
import io.shardfit.domain.architecture.Normalization;
import io.shardfit.domain.strategy.PipelineLayout.StageLayers;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PipelineLayoutTest {

    private static ModelArchitecture everyNth(int layers, int firstDense, int everyNth) {
        return new ModelArchitecture(
                "layers",
                layers,
                64,
                100,
                false,
                Normalization.RMSNORM,
                new GroupedQuery(4, 4, 16),
                new MixtureOfExperts(true, 128, new Experts(4, 1, 32, 0, firstDense, everyNth)));
    }

    private static List<Integer> counts(PipelineLayout layout) {
        return IntStream.range(0, layout.stages())
                .mapToObj(stage -> layout.stage(stage).count())
                .toList();
    }

    @Test
    void theFirstStagesHoldTheLayersLeftOver() {
        assertThat(counts(new PipelineLayout(Models.llama3With70B(10), 4, 1)))
                .containsExactly(3, 3, 2, 2);
        assertThat(counts(new PipelineLayout(Models.llama3With70B(80), 4, 1)))
                .containsExactly(20, 20, 20, 20);
    }

    /// Chunks of 3, 3, 2, 2 layers, dealt in turn: stage 0 has layers 0-2 and 6-7.
    @Test
    void virtualStagesAreDealtInTurn() {
        assertThat(counts(new PipelineLayout(Models.llama3With70B(10), 2, 2)))
                .containsExactly(5, 5);
        // chunks of 2, 2, 1, 1, 1, 1 over three stages
        assertThat(counts(new PipelineLayout(Models.llama3With70B(8), 3, 2)))
                .containsExactly(3, 3, 2);
    }

    @Test
    void leadingDenseLayersLieOnTheFirstStage() {
        PipelineLayout layout = new PipelineLayout(Models.deepSeekV3(61, 3), 4, 1);

        assertThat(layout.stage(0)).isEqualTo(new StageLayers(0, 3, 13, true, false));
        assertThat(layout.stage(1)).isEqualTo(new StageLayers(1, 0, 15, false, false));
        assertThat(layout.stage(3)).isEqualTo(new StageLayers(3, 0, 15, false, true));
    }

    /// 9 layers, the first dense, every second a mixture: 2, 4, 6 and 8. Stage 0 has layers 0-4.
    @Test
    void mixturesAreCountedWhereTheyLie() {
        PipelineLayout layout = new PipelineLayout(everyNth(9, 1, 2), 2, 1);

        assertThat(layout.stage(0)).isEqualTo(new StageLayers(0, 3, 2, true, false));
        assertThat(layout.stage(1)).isEqualTo(new StageLayers(1, 2, 2, false, true));
    }

    @Test
    void oneStageIsFirstAndLast() {
        assertThat(new PipelineLayout(Models.llama3With70B(8), 1, 1).stage(0))
                .isEqualTo(new StageLayers(0, 8, 0, true, true));
    }

    @Test
    void noLayerIsLostOrDoubled() {
        List<String> wrong = new ArrayList<>();
        for (int layers = 1; layers <= 64; layers++) {
            for (int everyNth : new int[] {1, 2, 3}) {
                ModelArchitecture model = everyNth(layers, layers / 5, everyNth);
                for (int stages = 1; stages <= layers; stages++) {
                    for (int v = 1; v * stages <= layers && v <= 4; v++) {
                        PipelineLayout layout = new PipelineLayout(model, stages, v);
                        if (!coversTheModel(layout)) {
                            wrong.add(layers + " layers, " + stages + " stages, " + v + " chunks");
                        }
                    }
                }
            }
        }

        assertThat(wrong).isEmpty();
    }

    private static boolean coversTheModel(PipelineLayout layout) {
        int dense = 0;
        int mixture = 0;
        int most = 0;
        int fewest = Integer.MAX_VALUE;
        for (int stage = 0; stage < layout.stages(); stage++) {
            StageLayers layers = layout.stage(stage);
            dense += layers.dense();
            mixture += layers.mixture();
            most = Math.max(most, layers.count());
            fewest = Math.min(fewest, layers.count());
        }
        return dense == layout.model().denseLayers()
                && mixture == layout.model().mixtureLayers()
                && most == layout.stage(0).count()
                && fewest == layout.stage(layout.stages() - 1).count();
    }

    /// 1F1B: min(n, PP − p).
    @ParameterizedTest
    @CsvSource({
        "0, 8, 4", "1, 8, 3", "2, 8, 2", "3, 8, 1", "0, 2, 2", "2, 2, 2", "3, 2, 1", "0, 1, 1",
    })
    void aPlainScheduleHoldsOneMicroBatchPerStageBehind(int stage, int microBatches, int inFlight) {
        PipelineLayout layout = new PipelineLayout(Models.llama3With70B(80), 4, 1);

        assertThat(layout.chunksInFlight(stage, microBatches)).isEqualTo(inFlight);
    }

    /// Interleaved, PP 4 and v 2: 2·(PP − p − 1) + (v − 1)·PP + 1, at most n·v.
    @ParameterizedTest
    @CsvSource({
        "0, 8, 11",
        "1, 8, 9",
        "2, 8, 7",
        "3, 8, 5",
        "0, 4, 8",
        "1, 4, 8",
        "3, 4, 5",
        "0, 1, 2",
    })
    void anInterleavedScheduleHoldsMoreChunks(int stage, int microBatches, int inFlight) {
        PipelineLayout layout = new PipelineLayout(Models.llama3With70B(80), 4, 2);

        assertThat(layout.chunksInFlight(stage, microBatches)).isEqualTo(inFlight);
    }

    @Test
    void aStageIsABlockOfRanks() {
        RankLayout ranks = new RankLayout(32, 4);

        assertThat(ranks.ranksPerStage()).isEqualTo(8);
        assertThat(ranks.firstRankOf(0)).isZero();
        assertThat(ranks.firstRankOf(3)).isEqualTo(24);
    }
}
