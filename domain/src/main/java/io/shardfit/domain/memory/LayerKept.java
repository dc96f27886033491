package io.shardfit.domain.memory;

import io.shardfit.domain.architecture.Block;
import io.shardfit.domain.architecture.LayerCounts;
import io.shardfit.domain.architecture.TokenMixer;
import java.util.function.Consumer;

/// Sums of a {@link SavedTable} per kind of layer, norms included, in bytes of one micro-batch on
/// one rank.
///
/// @param full a mixer with full attention
/// @param local a mixer with attention over a window or chunk
/// @param linear a mixer with linear attention
/// @param mamba a mixer with a state space
/// @param dense a dense block
/// @param mixture a mixture
record LayerKept(Kept full, Kept local, Kept linear, Kept mamba, Kept dense, Kept mixture) {

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

    static LayerKept of(SavedTable table) {
        LayerCounts counts = table.shapes().model().stack().counts();
        boolean separate = table.shapes().model().mixers().global().isPresent();
        Kept full = mixer(table, TokenMixer.FULL, counts.attention());
        return new LayerKept(
                full,
                separate ? mixer(table, TokenMixer.SLIDING, 1) : full,
                mixer(table, TokenMixer.LINEAR, counts.linear()),
                mixer(table, TokenMixer.MAMBA, counts.mamba()),
                block(table, Block.DENSE, counts.dense()),
                block(table, Block.MIXTURE, counts.mixture()));
    }

    private static Kept mixer(SavedTable table, TokenMixer mixer, int layers) {
        return layers == 0 ? Kept.NONE : Kept.of(table, sink -> table.mixer(mixer, sink));
    }

    private static Kept block(SavedTable table, Block block, int layers) {
        return layers == 0 ? Kept.NONE : Kept.of(table, sink -> table.block(block, sink));
    }
}
