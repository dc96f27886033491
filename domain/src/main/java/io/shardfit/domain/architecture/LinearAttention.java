package io.shardfit.domain.architecture;

/// Gated DeltaNet (arXiv 2412.06464) as Qwen3-Next uses it: per value head a state of key × value
/// head size, and a short convolution over queries, keys and values.
///
/// @param convKernel tokens that the convolution sees
public record LinearAttention(
        int keyHeads, int valueHeads, int keyHeadDim, int valueHeadDim, int convKernel) {
    public LinearAttention {
        Size.positive("keyHeads", keyHeads);
        Size.positive("valueHeads", valueHeads);
        Size.positive("keyHeadDim", keyHeadDim);
        Size.positive("valueHeadDim", valueHeadDim);
        Size.positive("convKernel", convKernel);
    }

    /// {@return width of queries, and of keys}
    public int keyWidth() {
        return Math.multiplyExact(keyHeads, keyHeadDim);
    }

    /// {@return width of values, and of the output gate}
    public int valueWidth() {
        return Math.multiplyExact(valueHeads, valueHeadDim);
    }

    /// {@return channels of the convolution: queries, keys and values}
    public int convWidth() {
        return Math.addExact(Math.multiplyExact(2, keyWidth()), valueWidth());
    }

    /// {@return elements of the recurrent state of one sequence}
    public int stateElements() {
        return Math.multiplyExact(Math.multiplyExact(valueHeads, keyHeadDim), valueHeadDim);
    }
}
