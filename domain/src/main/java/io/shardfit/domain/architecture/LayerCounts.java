package io.shardfit.domain.architecture;

/// How many layers of each kind there are in a run of layers.
///
/// @param layers layers in all
/// @param full layers with full attention
/// @param sliding layers with attention over a window
/// @param chunked layers with attention over a chunk
/// @param linear layers with linear attention
/// @param mamba layers with a state space
/// @param dense layers with a dense block
/// @param mixture layers with experts
public record LayerCounts(
        int layers,
        int full,
        int sliding,
        int chunked,
        int linear,
        int mamba,
        int dense,
        int mixture) {
    public static final LayerCounts ZERO = new LayerCounts(0, 0, 0, 0, 0, 0, 0, 0);

    public static LayerCounts of(TokenMixer mixer, Block block) {
        return new LayerCounts(
                1,
                one(mixer == TokenMixer.FULL),
                one(mixer == TokenMixer.SLIDING),
                one(mixer == TokenMixer.CHUNKED),
                one(mixer == TokenMixer.LINEAR),
                one(mixer == TokenMixer.MAMBA),
                one(block == Block.DENSE),
                one(block == Block.MIXTURE));
    }

    private static int one(boolean present) {
        return present ? 1 : 0;
    }

    /// {@return layers with full attention and a block each, as in a plain transformer}
    public static LayerCounts plain(int dense, int mixture) {
        int layers = dense + mixture;
        return new LayerCounts(layers, layers, 0, 0, 0, 0, dense, mixture);
    }

    public int of(TokenMixer mixer) {
        return switch (mixer) {
            case NONE -> layers - mixers();
            case FULL -> full;
            case SLIDING -> sliding;
            case CHUNKED -> chunked;
            case LINEAR -> linear;
            case MAMBA -> mamba;
        };
    }

    /// {@return layers that attend in any way}
    public int attention() {
        return full + sliding + chunked;
    }

    public int mixers() {
        return attention() + linear + mamba;
    }

    /// {@return norms of the layers: one before each mixer and one before each block}
    public int norms() {
        return mixers() + dense + mixture;
    }

    public LayerCounts plus(LayerCounts other) {
        return new LayerCounts(
                layers + other.layers,
                full + other.full,
                sliding + other.sliding,
                chunked + other.chunked,
                linear + other.linear,
                mamba + other.mamba,
                dense + other.dense,
                mixture + other.mixture);
    }

    public LayerCounts times(int copies) {
        return new LayerCounts(
                layers * copies,
                full * copies,
                sliding * copies,
                chunked * copies,
                linear * copies,
                mamba * copies,
                dense * copies,
                mixture * copies);
    }

    public LayerCounts minus(LayerCounts other) {
        return new LayerCounts(
                layers - other.layers,
                full - other.full,
                sliding - other.sliding,
                chunked - other.chunked,
                linear - other.linear,
                mamba - other.mamba,
                dense - other.dense,
                mixture - other.mixture);
    }
}
