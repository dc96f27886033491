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
public record Experts(
        int count,
        int perToken,
        int intermediateSize,
        int sharedIntermediateSize,
        int firstDenseLayers,
        int everyNthLayer) {
    public Experts {
        Size.positive("count", count);
        Size.positive("perToken", perToken);
        Size.positive("intermediateSize", intermediateSize);
        Size.notNegative("sharedIntermediateSize", sharedIntermediateSize);
        Size.notNegative("firstDenseLayers", firstDenseLayers);
        Size.positive("everyNthLayer", everyNthLayer);
        if (perToken > count) {
            throw new IllegalArgumentException(
                    "perToken %d must not exceed count %d".formatted(perToken, count));
        }
    }

    int layers(int from, int to) {
        int first = Math.max(from, firstDenseLayers);
        return first >= to
                ? 0
                : Math.ceilDiv(to, everyNthLayer) - Math.ceilDiv(first, everyNthLayer);
    }
}
