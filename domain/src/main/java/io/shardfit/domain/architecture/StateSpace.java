package io.shardfit.domain.architecture;

/// Mamba-2 (arXiv 2405.21060): per head a state of head size × state size, and a short convolution
/// over the inner channels and the B and C projections of each group.
///
/// @param stateSize elements of the state per channel
/// @param groups groups of heads that share B and C
/// @param convKernel tokens that the convolution sees
public record StateSpace(int heads, int headDim, int stateSize, int groups, int convKernel) {
    public StateSpace {
        Size.positive("heads", heads);
        Size.positive("headDim", headDim);
        Size.positive("stateSize", stateSize);
        Size.positive("groups", groups);
        Size.positive("convKernel", convKernel);
    }

    /// {@return inner channels}
    public int innerWidth() {
        return Math.multiplyExact(heads, headDim);
    }

    /// {@return width of B and C together}
    public int groupWidth() {
        return Math.multiplyExact(Math.multiplyExact(2, groups), stateSize);
    }

    /// {@return channels of the convolution}
    public int convWidth() {
        return Math.addExact(innerWidth(), groupWidth());
    }

    /// {@return rows of the input projection: gate, inner channels, B, C and one step per head}
    public int inputWidth() {
        return Math.addExact(Math.multiplyExact(2, innerWidth()), groupWidth() + heads);
    }

    /// {@return elements of the recurrent state of one sequence}
    public int stateElements() {
        return Math.multiplyExact(innerWidth(), stateSize);
    }
}
