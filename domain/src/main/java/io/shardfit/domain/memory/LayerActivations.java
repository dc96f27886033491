package io.shardfit.domain.memory;

import io.shardfit.domain.architecture.Block;
import io.shardfit.domain.architecture.LayerCounts;
import io.shardfit.domain.architecture.TokenMixer;
import io.shardfit.domain.balance.RankLoad;
import io.shardfit.domain.plan.DeploymentPlan;
import io.shardfit.domain.strategy.PipelineLayout.StageLayers;
import io.shardfit.domain.workload.Recomputation;
import io.shardfit.domain.workload.Workload.Training;
import java.util.function.Consumer;

/// What layers keep of one micro-batch for the backward pass, in bytes on one rank: the sums of
/// {@link SavedTable} per kind of layer, compared with 19 published peaks (docs/accuracy.md).
///
/// @param checkpoint the input of a layer
/// @param norm one norm
/// @param full a mixer with full attention
/// @param local a mixer with attention over a window or chunk
/// @param linear a mixer with linear attention
/// @param mamba a mixer with a state space
/// @param dense a dense block
/// @param mixture a mixture
record LayerActivations(
        SavedTable table,
        long checkpoint,
        Kept norm,
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

        private static Kept of(Recomputation recomputation, Consumer<SavedTable.Sink> tensors) {
            Adder adder = new Adder(recomputation);
            tensors.accept(adder);
            return new Kept(adder.kept, adder.whole);
        }
    }

    private static final class Adder implements SavedTable.Sink {
        private final Recomputation recomputation;
        private long kept;
        private long whole;

        private Adder(Recomputation recomputation) {
            this.recomputation = recomputation;
        }

        @Override
        public void tensor(SavedTensor tensor, long bytes) {
            whole = Math.addExact(whole, bytes);
            if (!tensor.isDropped(recomputation)) {
                kept = Math.addExact(kept, bytes);
            }
        }
    }

    static LayerActivations of(DeploymentPlan plan, Training training, RankLoad load) {
        SavedTable table = SavedTable.of(plan, training, load);
        Recomputation again = training.recomputed();
        LayerCounts counts = plan.model().stack().counts();
        boolean separate = plan.model().mixers().global().isPresent();
        Kept full =
                counts.attention() == 0
                        ? Kept.NONE
                        : Kept.of(again, sink -> table.mixer(TokenMixer.FULL, sink));
        return new LayerActivations(
                table,
                table.hiddenStates(),
                Kept.of(again, table::norm),
                full,
                separate ? Kept.of(again, sink -> table.mixer(TokenMixer.SLIDING, sink)) : full,
                counts.linear() == 0
                        ? Kept.NONE
                        : Kept.of(again, sink -> table.mixer(TokenMixer.LINEAR, sink)),
                counts.mamba() == 0
                        ? Kept.NONE
                        : Kept.of(again, sink -> table.mixer(TokenMixer.MAMBA, sink)),
                Kept.of(again, sink -> table.block(Block.DENSE, sink)),
                counts.mixture() == 0
                        ? Kept.NONE
                        : Kept.of(again, sink -> table.block(Block.MIXTURE, sink)));
    }

    /// {@return tokens of one micro-batch on one context-parallel rank}
    static long tokens(DeploymentPlan plan, Training training) {
        return Math.ceilDiv(
                (long) training.sequenceLength() * training.microBatch(),
                plan.strategy().context());
    }

    long tokens() {
        return table.tokens();
    }

    /// {@return bytes that the layers of a stage keep of one micro-batch}
    long kept(StageLayers stage) {
        LayerCounts counts = stage.counts();
        return counts.full() * full.kept()
                + (counts.sliding() + counts.chunked()) * local.kept()
                + counts.linear() * linear.kept()
                + counts.mamba() * mamba.kept()
                + counts.dense() * dense.kept()
                + counts.mixture() * mixture.kept()
                + counts.norms() * norm.kept();
    }

    /// {@return bytes of the largest layer of a stage while it is at work}
    long largest(StageLayers stage) {
        LayerCounts counts = stage.counts();
        long mixer = 0;
        mixer = larger(mixer, counts.full(), full);
        mixer = larger(mixer, counts.sliding() + counts.chunked(), local);
        mixer = larger(mixer, counts.linear(), linear);
        mixer = larger(mixer, counts.mamba(), mamba);
        long block = larger(larger(0, counts.dense(), dense), counts.mixture(), mixture);
        int norms = (mixer > 0 ? 1 : 0) + (block > 0 ? 1 : 0);
        return mixer + block + norms * norm.whole();
    }

    private static long larger(long known, int layers, Kept kept) {
        return layers > 0 ? Math.max(known, kept.whole()) : known;
    }
}
