package io.shardfit.domain.strategy;

import static org.assertj.core.api.Assertions.assertThat;

import io.shardfit.domain.architecture.Additions;
import io.shardfit.domain.architecture.Attention.GroupedQuery;
import io.shardfit.domain.architecture.Embeddings;
import io.shardfit.domain.architecture.FeedForward.Dense;
import io.shardfit.domain.architecture.LayerStack;
import io.shardfit.domain.architecture.LinearBias;
import io.shardfit.domain.architecture.Mixers;
import io.shardfit.domain.architecture.ModelArchitecture;
import io.shardfit.domain.architecture.Normalization;
import io.shardfit.domain.architecture.TokenMixer;
import io.shardfit.domain.quantity.ParameterCount;
import io.shardfit.domain.strategy.LayerPlacement.Custom;
import io.shardfit.domain.strategy.LayerPlacement.Ends;
import io.shardfit.domain.strategy.LayerPlacement.Even;
import io.shardfit.domain.strategy.LayerPlacement.Listed;
import io.shardfit.domain.strategy.PipelineLayout.StageLayers;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Where layers lie. Expected counts are written out by hand from the flags' descriptions.
class LayerPlacementTest {

    private static ModelArchitecture model(int layers, int predictors) {
        Dense block = new Dense(true, 256);
        return new ModelArchitecture(
                "plain",
                LayerStack.of(layers, List.of(TokenMixer.FULL), block),
                64,
                new Embeddings(128, false, 0),
                Normalization.RMSNORM,
                Mixers.of(new GroupedQuery(4, 4, 16)),
                block,
                LinearBias.NONE,
                new Additions(
                        ParameterCount.ZERO,
                        predictors,
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty()));
    }

    private static List<Integer> perStage(PipelineLayout layout) {
        return IntStream.range(0, layout.stages())
                .mapToObj(stage -> layout.stage(stage).count())
                .toList();
    }

    private static PipelineLayout layout(
            int layers, int stages, int rounds, LayerPlacement placement) {
        return new PipelineLayout(
                model(layers, 0), stages, rounds, placement, PipelineSchedule.INTERLEAVED, 0);
    }

    /// Llama-3.1-405B: 126 layers, embedding and loss make 128 units on 16 × 8 chunks, so the first
    /// chunk holds the embedding alone and the last the loss alone.
    @Test
    void embeddingAndLossStandForALayerEach() {
        PipelineLayout layout = layout(126, 16, 8, new Even(true, true));

        assertThat(perStage(layout))
                .containsExactly(7, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 7);
    }

    /// `--decoder-first-pipeline-num-layers 25` of 48 layers on 2 stages leaves 23.
    @Test
    void theFirstStageHoldsWhatIsGiven() {
        assertThat(perStage(layout(48, 2, 1, new Ends(OptionalInt.of(25), OptionalInt.empty()))))
                .containsExactly(25, 23);
    }

    /// 61 layers, 4 on the first, 3 on the last of 8 stages: 54 over 6.
    @Test
    void bothEndsHoldWhatIsGiven() {
        assertThat(perStage(layout(61, 8, 1, new Ends(OptionalInt.of(4), OptionalInt.of(3)))))
                .containsExactly(4, 9, 9, 9, 9, 9, 9, 3);
    }

    /// 34 layers in two rounds of 17, 4 on the first of 4 stages: in each round 2, then 5, 5, 5.
    @Test
    void givenEndsAreHalvedOverTwoRounds() {
        assertThat(perStage(layout(34, 4, 2, new Ends(OptionalInt.of(4), OptionalInt.empty()))))
                .containsExactly(4, 10, 10, 10);
    }

    @Test
    void listedLayersLieAsListed() {
        assertThat(perStage(layout(16, 3, 1, new Listed(List.of(5, 7, 4)))))
                .containsExactly(5, 7, 4);
    }

    /// DeepSeek-V3 in Megatron-Bridge: `Et|(tt|)*30mL` is 32 chunks, 1 + 60 layers, and the
    /// prediction layer with the loss in the last.
    @Test
    void aLayoutTextPlacesPredictionLayersAndLoss() {
        LayerPlacement text = PipelineLayoutText.read("Et|(tt|)*30mL").orElseThrow();
        PipelineLayout layout =
                new PipelineLayout(model(61, 1), 8, 4, text, PipelineSchedule.INTERLEAVED, 1);

        assertThat(((Custom) text).pieces()).hasSize(32);
        assertThat(text.layers()).hasValue(61);
        assertThat(perStage(layout)).containsExactly(7, 8, 8, 8, 8, 8, 8, 6);
        StageLayers last = layout.stage(7);
        assertThat(last.predictors()).isEqualTo(1);
        assertThat(last.counts().dense()).isEqualTo(7);
    }

    @ParameterizedTest
    @CsvSource({
        "'Ettt|(tt|)*29,m|L', 32, 61, 1",
        "'E(t|)*3,m|m||L', 7, 3, 2",
        "'Et*3|(tt|)*2L', 4, 7, 0",
        "'EtL', 1, 1, 0",
    })
    void layoutTextsUnroll(String text, int chunks, int layers, int predictors) {
        Custom custom = (Custom) PipelineLayoutText.read(text).orElseThrow();

        assertThat(custom.pieces()).hasSize(chunks);
        assertThat(custom.layers()).hasValue(layers);
        assertThat(custom.pieces().stream().mapToInt(Custom.Piece::predictors).sum())
                .isEqualTo(predictors);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "tL",
                "Et",
                "EtxL",
                "EEtL",
                "EtLt",
                "E(tt|*3L",
                "Et*L",
                "Et*99999L",
                "E(tttttttttt)*9999(tttttttttt)*9999L"
            })
    void whatIsNoLayoutIsNotRead(String text) {
        assertThat(PipelineLayoutText.read(text)).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(PipelineSchedule.class)
    void everyScheduleHoldsEveryLayer(PipelineSchedule schedule) {
        int held = schedule == PipelineSchedule.DUALPIPE ? 2 : 1;
        for (int stages : new int[] {1, 2, 4, 8}) {
            PipelineLayout layout =
                    new PipelineLayout(model(29, 0), stages, 1, LayerPlacement.EVEN, schedule, 0);
            assertThat(perStage(layout).stream().mapToInt(Integer::intValue).sum())
                    .as("%s on %d stages", schedule, stages)
                    .isEqualTo(held * 29);
        }
    }

    /// arXiv 2401.10241 §6: with 8 layers on 4 stages, rank 0 of ZB-V holds layers 0 and 7.
    @Test
    void inVShapeTheFirstRankHoldsBothEnds() {
        PipelineLayout layout =
                new PipelineLayout(
                        model(8, 0), 4, 1, LayerPlacement.EVEN, PipelineSchedule.ZERO_BUBBLE_V, 0);

        assertThat(layout.stage(0).first()).isTrue();
        assertThat(layout.stage(0).last()).isTrue();
        assertThat(layout.stage(3).last()).isFalse();
        assertThat(perStage(layout)).containsExactly(2, 2, 2, 2);
    }

    /// arXiv 2412.19437 table 2: DualPipe keeps PP + 1 activations and two copies of the weights.
    @ParameterizedTest
    @CsvSource({
        "ONE_FORWARD_ONE_BACKWARD, 1, 4, 1, 1",
        "INTERLEAVED, 2, 11, 5, 2",
        "ZERO_BUBBLE, 1, 4, 4, 1",
        "ZERO_BUBBLE_V, 1, 8, 8, 2",
        "DUALPIPE, 1, 5, 5, 2",
        "GPIPE, 1, 16, 16, 1",
    })
    void schedulesKeepWhatTheirPapersSay(
            PipelineSchedule schedule, int rounds, int first, int last, int parts) {
        PipelineLayout layout =
                new PipelineLayout(model(16, 0), 4, rounds, LayerPlacement.EVEN, schedule, 0);

        assertThat(layout.chunksInFlight(0, 16)).isEqualTo(first);
        assertThat(layout.chunksInFlight(3, 16)).isEqualTo(last);
        assertThat(layout.chunksPerStage()).isEqualTo(parts);
    }
}
