package io.shardfit.domain.architecture;

/// The experts of a mixture layer, and which layers are mixtures.
///
/// Layer `i` (0-based) is a mixture when `i >= firstDenseLayers` and `i % everyNthLayer == 0`, as
/// `--moe-layer-freq N` of NVIDIA/Megatron-LM@d98e8a6 and `first_k_dense_replace` with
/// `moe_layer_freq` of deepseek-ai/DeepSeek-V3's configuration define it.
///
/// @param count routed experts per layer
/// @param perToken routed experts each token visits (top-k)
/// @param intermediateSize width of one routed expert
/// @param sharedIntermediateSize width of all shared experts together; 0 when there are none
/// @param latentSize width of the latent that the routed experts work on; 0 means the hidden state
///   itself (Nemotron 3 Super)
/// @param sharedGate whether a gate weighs the shared experts (Qwen)
public record Experts(
        int count,
        int perToken,
        int intermediateSize,
        int sharedIntermediateSize,
        int firstDenseLayers,
        int everyNthLayer,
        int latentSize,
        boolean sharedGate) {
    public Experts(
            int count,
            int perToken,
            int intermediateSize,
            int sharedIntermediateSize,
            int firstDenseLayers,
            int everyNthLayer) {
        this(
                count,
                perToken,
                intermediateSize,
                sharedIntermediateSize,
                firstDenseLayers,
                everyNthLayer,
                0,
                false);
    }

    public Experts {
        Size.positive("count", count);
        Size.positive("perToken", perToken);
        Size.positive("intermediateSize", intermediateSize);
        Size.notNegative("sharedIntermediateSize", sharedIntermediateSize);
        Size.notNegative("firstDenseLayers", firstDenseLayers);
        Size.positive("everyNthLayer", everyNthLayer);
        Size.notNegative("latentSize", latentSize);
        if (perToken > count) {
            throw new IllegalArgumentException(
                    "perToken %d must not exceed count %d".formatted(perToken, count));
        }
    }

    /// {@return the width of what a routed expert reads and writes}
    public int inputWidth(int hiddenSize) {
        return latentSize > 0 ? latentSize : hiddenSize;
    }

    int layers(int from, int to) {
        int first = Math.max(from, firstDenseLayers);
        return first >= to
                ? 0
                : Math.ceilDiv(to, everyNthLayer) - Math.ceilDiv(first, everyNthLayer);
    }
}
