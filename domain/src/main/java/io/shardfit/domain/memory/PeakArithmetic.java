package io.shardfit.domain.memory;

import io.shardfit.domain.architecture.Block;
import io.shardfit.domain.architecture.LayerCounts;
import io.shardfit.domain.architecture.TokenMixer;
import io.shardfit.domain.quantity.Derivation;
import io.shardfit.domain.quantity.Derivation.Term;
import io.shardfit.domain.strategy.PipelineLayout.StageLayers;
import java.util.ArrayList;
import java.util.List;

/// Prints the arithmetic of the moment at which a stage holds most.
record PeakArithmetic(TrainingMemory memory, StageLayers stage) {

    Derivation how() {
        StagePeaks.Peak largest = StagePeaks.largest(memory.on(stage));
        return Symbols.of(memory)
                .explain(
                        largest.bytes(),
                        "bytes",
                        largest.moment().equation(),
                        largest.moment().label() + "; " + largest.moment().source(),
                        terms(largest.moment()));
    }

    private LayerShapes shapes() {
        return memory.layer().table().shapes();
    }

    private StagePeaks peaks() {
        return new StagePeaks(memory.on(stage), memory.workingBytes(stage), (_, _) -> {});
    }

    private List<Term> terms(PeakMoment moment) {
        boolean split = shapes().splitsNorms();
        List<Term> terms = new ArrayList<>();
        terms.add(given("copies", peaks().combineCopies(), "copies of routed tokens at once"));
        terms.add(
                given(
                        "gathered",
                        split ? shapes().whole() : 0,
                        "hidden states gathered from the ranks that split them"));
        terms.add(
                given(
                        "scattered",
                        split ? shapes().hidden() : 0,
                        "their gradient after it was scattered"));
        terms.add(
                given(
                        "unsplit",
                        split ? 0 : shapes().whole(),
                        "gradient of hidden states that are not split"));
        terms.add(Derivation.term("again", "computed again for this backward", again(moment)));
        terms.add(Derivation.term("working", "layers being recomputed", working()));
        terms.add(given("scores", peaks().scores(), "gradients of the scores"));
        terms.add(given("gradients", peaks().layerGradients(), "16-bit gradients of two layers"));
        terms.add(given("B_ce", logitBytes(), "bytes per logit, by the loss that is computed"));
        terms.add(Derivation.term("activations", "kept activations, gone by then", activations()));
        terms.add(Derivation.term("widened", "what the optimizer widens", widened()));
        return terms;
    }

    private static Term given(String symbol, long value, String meaning) {
        return Derivation.term(symbol, value, meaning, "docs/memory-model.md");
    }

    private long logitBytes() {
        long[] bytes = {0};
        memory.runtime()
                .peaks(
                        new StagePeaks(
                                memory.on(stage),
                                0,
                                (moment, value) -> {
                                    if (isLoss(moment)) {
                                        bytes[0] = perLogit(moment, value);
                                    }
                                }));
        return bytes[0];
    }

    private static boolean isLoss(PeakMoment moment) {
        return moment == PeakMoment.HEAD
                || moment == PeakMoment.LOSS
                || moment == PeakMoment.CHUNKED_LOSS;
    }

    private long perLogit(PeakMoment moment, long value) {
        int usual = memory.runtime().logitBytes(memory.training());
        for (int bytes : new int[] {usual, 16}) {
            long[] again = {0};
            StagePeaks peaks =
                    new StagePeaks(memory.on(stage), 0, (_, computed) -> again[0] = computed);
            switch (moment) {
                case HEAD -> peaks.head(bytes);
                case LOSS -> peaks.loss(bytes);
                case CHUNKED_LOSS -> peaks.chunkedLoss(bytes);
                default -> throw new IllegalStateException("no loss: " + moment);
            }
            if (again[0] == value) {
                return bytes;
            }
        }
        throw new IllegalStateException("no bytes per logit of " + moment);
    }

    /// What the recomputed tensors of this moment's block or mixer are.
    private Derivation again(PeakMoment moment) {
        LayerActivationsArithmetic layers = new LayerActivationsArithmetic(memory, stage, 0);
        List<Derivation> parts = new ArrayList<>();
        switch (moment) {
            case EXPERTS_DOWN, EXPERTS_ACTIVATION ->
                    parts.add(layers.block(Block.MIXTURE, this::isDropped));
            case BLOCK_DOWN, BLOCK_ACTIVATION, BLOCK_UP, LEGACY_BLOCK ->
                    parts.add(layers.block(Block.DENSE, this::isDropped));
            case LAYER -> parts.add(mixerAgain(layers));
            case SHARDED_LAYER -> {
                parts.add(layers.block(Block.DENSE, this::isDropped));
                parts.add(mixerAgain(layers));
            }
            case COMBINE, MAMBA, HEAD, LOSS, CHUNKED_LOSS, STEP, NONE -> {}
        }
        List<String> names = new ArrayList<>();
        List<Term> terms = new ArrayList<>();
        long sum = 0;
        for (Derivation part : parts) {
            if (part.value().signum() > 0) {
                String name = terms.isEmpty() ? "block" : "mixer";
                names.add(name);
                terms.add(Derivation.term(name, "dropped tensors", part));
                sum += part.value().longValueExact();
            }
        }
        return Derivation.of(
                sum,
                "bytes",
                names.isEmpty() ? "0" : String.join(" + ", names),
                "workload.training.recomputeModules",
                terms.toArray(Term[]::new));
    }

    private boolean isDropped(SavedTensor tensor) {
        return !memory.layer().table().keeps(tensor);
    }

    private Derivation mixerAgain(LayerActivationsArithmetic layers) {
        LayerCounts counts = stage.counts();
        boolean local =
                counts.sliding() + counts.chunked() > 0
                        && (counts.full() == 0
                                || memory.layer().each().local().again()
                                        > memory.layer().each().full().again());
        if (counts.attention() == 0) {
            return Derivation.of(0L, "bytes", "0", "no attention on the stage");
        }
        return layers.mixer(local ? TokenMixer.SLIDING : TokenMixer.FULL, this::isDropped);
    }

    private Derivation working() {
        if (!memory.layer().isFull()) {
            return Derivation.of(0L, "bytes", "0", "no full recomputation");
        }
        return Derivation.of(
                memory.workingBytes(stage),
                "bytes",
                "max(0, largest × n - checkpoint)",
                LayerActivations.SOURCE,
                given("largest", memory.layer().largest(stage.counts()), "the largest layer whole"),
                given(
                        "n",
                        memory.layer().workingLayers(memory.longestChunk(stage)),
                        "layers computed again at once"),
                Derivation.term(
                        "checkpoint",
                        "input of a layer, counted with the kept ones",
                        new LayerActivationsArithmetic(memory, stage, 0).checkpoint()));
    }

    private Derivation activations() {
        return new TrainingArithmetic(memory, stage).activations();
    }

    private Derivation widened() {
        long group = memory.largestGroup(stage);
        int bytes =
                memory.runtime() instanceof TransformerEngineRuntime engine
                        ? engine.widenedBytes(memory.training())
                        : memory.training().states().gradientBytes();
        return Derivation.of(
                Math.multiplyExact(group, (long) bytes),
                "bytes",
                "group × bytes",
                PeakMoment.STEP.source(),
                given("group", group, "the larger of dense and expert parameters of a share"),
                given("bytes", bytes, "bytes per parameter"));
    }
}
