package io.shardfit.domain.architecture;

/// What follows attention in a layer.
public sealed interface FeedForward {
    /// {@return whether the block has a gate beside the up-projection (SwiGLU): 3 matrices, not 2}
    boolean gated();

    /// {@return the width of a dense layer; 0 when the model has none}
    int intermediateSize();

    /// {@return how many of the layers `from` (inclusive) to `to` (exclusive) are mixtures}
    int mixtureLayers(int from, int to);

    default int matrices() {
        return gated() ? 3 : 2;
    }

    /// Every layer is one dense block.
    record Dense(boolean gated, int intermediateSize) implements FeedForward {
        public Dense {
            Size.positive("intermediateSize", intermediateSize);
        }

        @Override
        public int mixtureLayers(int from, int to) {
            return 0;
        }
    }

    /// Some layers hold experts of which a router picks a few per token; the others are dense.
    record MixtureOfExperts(boolean gated, int intermediateSize, Experts experts)
            implements FeedForward {
        public MixtureOfExperts {
            Size.notNegative("intermediateSize", intermediateSize);
        }

        @Override
        public int mixtureLayers(int from, int to) {
            return experts.layers(from, to);
        }
    }
}
