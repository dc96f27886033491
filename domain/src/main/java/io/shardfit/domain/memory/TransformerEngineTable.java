package io.shardfit.domain.memory;

import io.shardfit.domain.architecture.Attention;
import io.shardfit.domain.architecture.Attention.GroupedQuery;
import io.shardfit.domain.architecture.Attention.MultiLatent;
import io.shardfit.domain.architecture.Block;
import io.shardfit.domain.architecture.TokenMixer;

/// What layers of Megatron-core keep on NVIDIA's Transformer Engine (NVIDIA/Megatron-LM@23e00ed
/// megatron/core/models/gpt/gpt_layer_specs.py; NVIDIA/TransformerEngine@c188b533): norms are fused
/// with the linear layer behind them, but for latent attention and mixtures.
///
/// @param keepsExchanged whether attention keeps its output also before the all-to-all between
///   context-parallel ranks (Transformer Engine 2.8 and later)
record TransformerEngineTable(LayerShapes shapes, boolean keepsExchanged) implements SavedTable {
    @Override
    public void mixer(TokenMixer mixer, Sink sink) {
        if (mixer == TokenMixer.NONE) {
            return;
        }
        boolean ownNorm =
                mixer.isAttention()
                        && shapes.model().mixers().attentionOf(mixer) instanceof MultiLatent;
        norm(ownNorm, sink);
        switch (mixer) {
            case NONE -> {}
            case FULL, SLIDING, CHUNKED ->
                    attention(shapes.model().mixers().attentionOf(mixer), sink);
            case LINEAR -> shapes.linear(shapes.model().mixers().linear().orElseThrow(), sink);
            case MAMBA -> shapes.mamba(shapes.model().mixers().stateSpace().orElseThrow(), sink);
        }
    }

    /// Linear layers that compute in 8 or 4 bits keep their input as they read it
    /// (NVIDIA/TransformerEngine@c188b533 transformer_engine/pytorch/module/linear.py:268-376).
    private boolean narrow() {
        return shapes.training().precision().isNarrow();
    }

    private void norm(boolean own, Sink sink) {
        sink.tensor(SavedTensor.NORM_INPUT, shapes.hidden());
        if (!own && narrow()) {
            sink.tensor(
                    SavedTensor.NARROW_NORM_OUTPUT,
                    Math.ceilDiv(
                            shapes.narrow(shapes.perToken(shapes.model().hiddenSize())),
                            shapes.strategy().normShards()));
            return;
        }
        sink.tensor(own ? SavedTensor.OWN_NORM_OUTPUT : SavedTensor.NORM_OUTPUT, shapes.hidden());
    }

    private void attention(Attention attention, Sink sink) {
        long heads = shapes.heads(attention);
        switch (attention) {
            case GroupedQuery a -> grouped(a, heads, sink);
            case MultiLatent a -> shapes.latent(a, sink);
        }
        if (shapes.training().kernels().unfusedAttention()) {
            long scores = shapes.perToken(heads * shapes.training().sequenceLength());
            sink.tensor(SavedTensor.SCORES, shapes.bytes() * scores);
        } else {
            sink.tensor(SavedTensor.LOG_SUM_EXP, shapes.perToken(4 * heads));
        }
    }

    private void grouped(GroupedQuery a, long heads, Sink sink) {
        long output = shapes.perToken(shapes.bytes() * heads * a.headDim());
        sink.tensor(
                SavedTensor.QUERY_KEY_VALUE,
                shapes.perToken(shapes.bytes() * a.queryKeyValueWidth(shapes.tensor())));
        if (a.queryKeyNorm()) {
            sink.tensor(
                    SavedTensor.QUERY_KEY_BEFORE_NORM,
                    shapes.perToken(
                            shapes.bytes()
                                    * a.headDim()
                                    * (heads + a.keyValueHeadsPerRank(shapes.tensor()))));
        }
        sink.tensor(SavedTensor.ATTENTION_OUTPUT, output);
        if (narrow()) {
            sink.tensor(
                    SavedTensor.NARROW_ATTENTION_OUTPUT,
                    shapes.narrow(shapes.perToken(heads * a.headDim())));
        }
        if (keepsExchanged && shapes.strategy().context() > 1) {
            sink.tensor(SavedTensor.EXCHANGED_OUTPUT, output);
        }
    }

    @Override
    public void block(Block block, Sink sink) {
        switch (block) {
            case NONE -> {}
            case DENSE -> {
                norm(false, sink);
                long product = shapes.perToken(shapes.bytes() * shapes.width());
                sink.tensor(SavedTensor.BLOCK_UP, shapes.ups() * product);
                if (narrow()) {
                    sink.tensor(
                            SavedTensor.NARROW_BLOCK_PRODUCT,
                            shapes.narrow(shapes.perToken(shapes.width())));
                } else {
                    sink.tensor(SavedTensor.BLOCK_PRODUCT, product);
                }
            }
            case MIXTURE -> {
                norm(true, sink);
                shapes.mixture(shapes.model().experts().orElseThrow(), narrow(), sink);
            }
        }
    }
}
