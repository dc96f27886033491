package io.shardfit.domain.memory;

import io.shardfit.domain.architecture.Block;
import io.shardfit.domain.architecture.LayerCounts;
import io.shardfit.domain.architecture.TokenMixer;
import io.shardfit.domain.workload.ActivationRecomputation;
import io.shardfit.domain.workload.Recomputation;
import io.shardfit.domain.workload.Recomputation.Method;
import java.util.function.Consumer;

/// What layers keep of one micro-batch for the backward pass, in bytes on one rank: the sums of a
/// {@link SavedTable} per kind of layer, norms included.
///
/// @param full a mixer with full attention
/// @param local a mixer with attention over a window or chunk
/// @param linear a mixer with linear attention
/// @param mamba a mixer with a state space
/// @param dense a dense block
/// @param mixture a mixture
record LayerActivations(
        SavedTable table,
        Kept full,
        Kept local,
        Kept linear,
        Kept mamba,
        Kept dense,
        Kept mixture) {
    static final String SOURCE =
            "arXiv 2205.05198 §4.1, term by term as the framework saves (docs/memory-model.md)";

    /// @param kept bytes kept until the backward pass
    /// @param whole bytes while the part is at work
    record Kept(long kept, long whole) {
        static final Kept NONE = new Kept(0, 0);

        private static Kept of(SavedTable table, Consumer<SavedTable.Sink> tensors) {
            Adder adder = new Adder(table);
            tensors.accept(adder);
            return new Kept(adder.kept, adder.whole);
        }

        /// {@return bytes that the backward pass computes again}
        long again() {
            return whole - kept;
        }
    }

    private static final class Adder implements SavedTable.Sink {
        private final SavedTable table;
        private long kept;
        private long whole;

        private Adder(SavedTable table) {
            this.table = table;
        }

        @Override
        public void tensor(SavedTensor tensor, long bytes) {
            whole = Math.addExact(whole, bytes);
            if (table.keeps(tensor)) {
                kept = Math.addExact(kept, bytes);
            }
        }
    }

    static LayerActivations of(SavedTable table) {
        LayerCounts counts = table.shapes().model().stack().counts();
        boolean separate = table.shapes().model().mixers().global().isPresent();
        Kept full =
                counts.attention() == 0
                        ? Kept.NONE
                        : Kept.of(table, sink -> table.mixer(TokenMixer.FULL, sink));
        return new LayerActivations(
                table,
                full,
                separate ? Kept.of(table, sink -> table.mixer(TokenMixer.SLIDING, sink)) : full,
                counts.linear() == 0
                        ? Kept.NONE
                        : Kept.of(table, sink -> table.mixer(TokenMixer.LINEAR, sink)),
                counts.mamba() == 0
                        ? Kept.NONE
                        : Kept.of(table, sink -> table.mixer(TokenMixer.MAMBA, sink)),
                counts.dense() == 0
                        ? Kept.NONE
                        : Kept.of(table, sink -> table.block(Block.DENSE, sink)),
                counts.mixture() == 0
                        ? Kept.NONE
                        : Kept.of(table, sink -> table.block(Block.MIXTURE, sink)));
    }

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
        return counts.full() * full.kept()
                + (counts.sliding() + counts.chunked()) * local.kept()
                + counts.linear() * linear.kept()
                + counts.mamba() * mamba.kept()
                + counts.dense() * dense.kept()
                + counts.mixture() * mixture.kept();
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
        mixer = larger(mixer, counts.full(), full);
        mixer = larger(mixer, counts.sliding() + counts.chunked(), local);
        mixer = larger(mixer, counts.linear(), linear);
        mixer = larger(mixer, counts.mamba(), mamba);
        long block = larger(larger(0, counts.dense(), dense), counts.mixture(), mixture);
        return isEitherOr(counts) ? Math.max(mixer, block) : mixer + block;
    }

    /// {@return whether every layer is a mixer or a block alone}
    static boolean isEitherOr(LayerCounts counts) {
        return counts.mixers() + counts.dense() + counts.mixture() == counts.layers();
    }

    private static long larger(long known, int layers, Kept kept) {
        return layers > 0 ? Math.max(known, kept.whole()) : known;
    }
}
