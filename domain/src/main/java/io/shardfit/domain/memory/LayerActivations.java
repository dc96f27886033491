package io.shardfit.domain.memory;

import io.shardfit.domain.architecture.LayerCounts;
import io.shardfit.domain.workload.ActivationRecomputation;
import io.shardfit.domain.workload.Recomputation;
import io.shardfit.domain.workload.Recomputation.Method;

/// What layers keep of one micro-batch for the backward pass, in bytes on one rank: the sums of a
/// {@link SavedTable} per kind of layer, norms included.
record LayerActivations(SavedTable table, LayerKept each) {
    static final String SOURCE =
            "arXiv 2205.05198 §4.1, term by term as the framework saves (docs/memory-model.md)";

    /// {@return the input of a layer, all that full recomputation keeps of it}
    long checkpoint() {
        return table.shapes().hidden();
    }

    Recomputation recomputed() {
        return table.shapes().training().recomputed();
    }

    boolean isFull() {
        return recomputed().amount() == ActivationRecomputation.FULL;
    }

    /// {@return whether the first layers of a chunk are computed again and the others are kept}
    boolean isBlockwise() {
        return isFull() && recomputed().method() == Method.BLOCK;
    }

    /// {@return checkpoints that a chunk of layers keeps under full recomputation}
    int checkpoints(int layers) {
        return isBlockwise()
                ? Math.min(layers, recomputed().layers())
                : Math.ceilDiv(layers, recomputed().layers());
    }

    /// {@return bytes that the layers of a chunk keep of one micro-batch}
    ///
    /// @param counts the layers of the chunk; with blockwise recomputation those behind the
    ///   recomputed ones
    /// @param layers all layers of the chunk
    long kept(LayerCounts counts, int layers) {
        if (isFull()) {
            long checkpoints = checkpoints(layers) * checkpoint();
            return isBlockwise() ? checkpoints + sum(counts) : checkpoints;
        }
        return sum(counts);
    }

    private long sum(LayerCounts counts) {
        return counts.full() * each.full().kept()
                + (counts.sliding() + counts.chunked()) * each.local().kept()
                + counts.linear() * each.linear().kept()
                + counts.mamba() * each.mamba().kept()
                + counts.dense() * each.dense().kept()
                + counts.mixture() * each.mixture().kept();
    }

    /// {@return bytes of the layers at work at once beyond their checkpoint: those of one
    /// checkpoint under full recomputation, each the largest of the stage}
    long working(LayerCounts counts, int layersOfChunk) {
        return Math.max(0, largest(counts) * workingLayers(layersOfChunk) - checkpoint());
    }

    long workingLayers(int layersOfChunk) {
        return isBlockwise() ? 1 : Math.min(recomputed().layers(), layersOfChunk);
    }

    /// {@return bytes of the largest layer of a stage while it is at work}
    long largest(LayerCounts counts) {
        long mixer = 0;
        mixer = larger(mixer, counts.full(), each.full());
        mixer = larger(mixer, counts.sliding() + counts.chunked(), each.local());
        mixer = larger(mixer, counts.linear(), each.linear());
        mixer = larger(mixer, counts.mamba(), each.mamba());
        long block =
                larger(larger(0, counts.dense(), each.dense()), counts.mixture(), each.mixture());
        return isEitherOr(counts) ? Math.max(mixer, block) : mixer + block;
    }

    /// {@return whether every layer is a mixer or a block alone}
    static boolean isEitherOr(LayerCounts counts) {
        return counts.mixers() + counts.dense() + counts.mixture() == counts.layers();
    }

    private static long larger(long known, int layers, LayerKept.Kept kept) {
        return layers > 0 ? Math.max(known, kept.whole()) : known;
    }
}
