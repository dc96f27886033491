package io.shardfit.domain.serving;

import static io.shardfit.domain.quantity.Derivation.term;

import io.shardfit.domain.quantity.ByteSize;
import io.shardfit.domain.quantity.Derivation;
import io.shardfit.domain.quantity.Ratio;

/// Memory of the graphs that vLLM captures for decoding, at its 51 batch sizes: a floor, a part per
/// layer, and more with experts. In-sample: 21 runs of llm-d-incubation/llm-d-planner@e50305a on
/// vLLM 0.19, all of which lie between the ends.
///
/// @param layers layers of the stage
/// @param experts whether the model has experts
public record CudaGraphs(int layers, boolean experts) {
    public static final String SOURCE =
            "21 runs of llm-d-incubation/llm-d-planner@e50305a on vLLM 0.19 (in-sample)";
    private static final ByteSize FLOOR = ByteSize.ofMiB(379);
    private static final ByteSize PER_LAYER = ByteSize.ofMiB(17);
    private static final ByteSize WITH_EXPERTS = ByteSize.ofMiB(512);
    public static final Ratio LOW = Ratio.of(7, 10);

    /// {@return what the high end holds beside the expected bytes}
    public ByteSize more() {
        return ByteSize.ofMiB(experts ? 410 : 154);
    }

    public Derivation how() {
        ByteSize bytes =
                FLOOR.plus(PER_LAYER.times(layers)).plus(experts ? WITH_EXPERTS : ByteSize.ZERO);
        return Derivation.of(
                bytes.bytes(),
                "bytes",
                "floorBytes + layers × perLayer + experts",
                SOURCE,
                term("floorBytes", FLOOR.bytes(), "graphs of a model without layers", SOURCE),
                term("layers", layers, "layers of the stage", "layers as placed"),
                term("perLayer", PER_LAYER.bytes(), "bytes per layer", SOURCE),
                term(
                        "experts",
                        experts ? WITH_EXPERTS.bytes() : 0,
                        "more where layers have experts",
                        SOURCE));
    }
}
