package io.shardfit.domain.memory;

import io.shardfit.domain.architecture.Block;
import io.shardfit.domain.architecture.TokenMixer;

/// Every tensor that a layer keeps of one micro-batch, told to a sink one by one: the sum and the
/// printed arithmetic come from this one list. One table for each thing that runs layers.
sealed interface SavedTable
        permits TransformerEngineTable, LegacyTable, FullyShardedTable, EagerAdapterTable {

    /// What is done with each tensor.
    @FunctionalInterface
    interface Sink {
        void tensor(SavedTensor tensor, long bytes);
    }

    /// {@return the amounts that the tensors are computed from}
    LayerShapes shapes();

    /// A mixer and the norm before it.
    void mixer(TokenMixer mixer, Sink sink);

    /// A block and the norm before it.
    void block(Block block, Sink sink);

    /// {@return whether a tensor is kept until the backward pass, not computed again}
    default boolean keeps(SavedTensor tensor) {
        return !tensor.isDropped(shapes().training().recomputed());
    }
}
