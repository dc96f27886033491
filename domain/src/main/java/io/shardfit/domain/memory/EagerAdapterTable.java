package io.shardfit.domain.memory;

import io.shardfit.domain.architecture.Attention;
import io.shardfit.domain.architecture.Attention.GroupedQuery;
import io.shardfit.domain.architecture.Attention.MultiLatent;
import io.shardfit.domain.architecture.Block;
import io.shardfit.domain.architecture.TokenMixer;
import io.shardfit.domain.workload.Adapter;
import io.shardfit.domain.workload.Adapter.Target;

/// What layers keep in eager PyTorch while adapters are trained beside frozen weights
/// (Lightning-AI/litgpt@2685705 litgpt/lora.py, litgpt/model.py): frozen linear layers keep no
/// input, unless their weights are 4-bit (bitsandbytes `MatMul4Bit` keeps it).
record EagerAdapterTable(LayerShapes shapes, Adapter adapter) implements SavedTable {
    private static final int NF4_BITS = 4;

    @Override
    public void mixer(TokenMixer mixer, Sink sink) {
        if (mixer == TokenMixer.NONE) {
            return;
        }
        norm(sink);
        switch (mixer) {
            case NONE -> {}
            case FULL, SLIDING, CHUNKED ->
                    attention(shapes.model().mixers().attentionOf(mixer), sink);
            case LINEAR -> shapes.linear(shapes.model().mixers().linear().orElseThrow(), sink);
            case MAMBA -> shapes.mamba(shapes.model().mixers().stateSpace().orElseThrow(), sink);
        }
    }

    private void norm(Sink sink) {
        sink.tensor(SavedTensor.WIDE_NORM, shapes.perToken(8L * shapes.model().hiddenSize()));
    }

    private void attention(Attention attention, Sink sink) {
        long heads = shapes.heads(attention);
        switch (attention) {
            case GroupedQuery a -> grouped(a, heads, sink);
            case MultiLatent a -> shapes.latent(a, sink);
        }
        sink.tensor(SavedTensor.LOG_SUM_EXP, shapes.perToken(4 * heads));
    }

    private void grouped(GroupedQuery a, long heads, Sink sink) {
        long hidden = shapes.model().hiddenSize();
        long output = (long) a.headDim() * a.heads();
        if (adaptsInputs()) {
            sink.tensor(SavedTensor.ADAPTED_HIDDEN, shapes.perToken(3 * hidden));
        }
        if (adapter.targets().contains(Target.OUTPUT)) {
            sink.tensor(SavedTensor.ADAPTED_OUTPUT, shapes.perToken(3 * output));
        }
        sink.tensor(SavedTensor.ADAPTER_INNER, shapes.perToken(2L * adapter.rank() * adapters()));
        sink.tensor(
                SavedTensor.QUERY_KEY_VALUE,
                shapes.perToken(shapes.bytes() * a.queryKeyValueWidth(shapes.tensor())));
        sink.tensor(
                SavedTensor.ATTENTION_OUTPUT,
                shapes.perToken(shapes.bytes() * heads * a.headDim()));
        if (a.heads() != a.keyValueHeads()) {
            sink.tensor(
                    SavedTensor.EXPANDED_KEY_VALUE,
                    shapes.perToken(4L * a.headDim() * (a.heads() - a.keyValueHeads())));
        }
        if (adapter.frozenBits() == NF4_BITS) {
            sink.tensor(
                    SavedTensor.QUANTISED_ATTENTION_INPUTS, shapes.perToken(2 * (hidden + output)));
        }
    }

    private boolean adaptsInputs() {
        return adapter.targets().contains(Target.QUERY)
                || adapter.targets().contains(Target.KEY)
                || adapter.targets().contains(Target.VALUE);
    }

    /// {@return adapted matrices of a layer, of which a block has as many as it has matrices}
    private long adapters() {
        return adapters(shapes.model().feedForward().matrices(), adapter);
    }

    static long adapters(int matrices, Adapter adapter) {
        boolean block = adapter.targets().contains(Target.MLP);
        return adapter.targets().size() + (block ? matrices - 1L : 0);
    }

    @Override
    public void block(Block block, Sink sink) {
        switch (block) {
            case NONE -> {}
            case DENSE -> {
                norm(sink);
                dense(sink);
            }
            case MIXTURE -> {
                norm(sink);
                shapes.mixture(shapes.model().experts().orElseThrow(), sink);
            }
        }
    }

    private void dense(Sink sink) {
        long width = shapes.perToken(shapes.bytes() * shapes.width());
        long inner = shapes.model().feedForward().intermediateSize();
        if (adapter.targets().contains(Target.MLP)) {
            sink.tensor(
                    SavedTensor.ADAPTED_HIDDEN, shapes.perToken(3L * shapes.model().hiddenSize()));
            sink.tensor(SavedTensor.ADAPTED_PRODUCT, shapes.perToken(3 * inner));
        }
        sink.tensor(SavedTensor.BLOCK_UP, shapes.ups() * width);
        sink.tensor(SavedTensor.BLOCK_PRODUCT, width);
        if (adapter.frozenBits() == NF4_BITS) {
            sink.tensor(
                    SavedTensor.QUANTISED_BLOCK_INPUTS,
                    shapes.perToken(2 * (shapes.model().hiddenSize() + inner)));
        }
    }
}
