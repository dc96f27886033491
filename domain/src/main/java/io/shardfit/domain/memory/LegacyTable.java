package io.shardfit.domain.memory;

import io.shardfit.domain.architecture.Attention;
import io.shardfit.domain.architecture.Attention.GroupedQuery;
import io.shardfit.domain.architecture.Attention.MultiLatent;
import io.shardfit.domain.architecture.Block;
import io.shardfit.domain.architecture.TokenMixer;

/// What layers of Megatron without Transformer Engine keep, and of Megatron-DeepSpeed, which has
/// the same: the 34·s·b·h of arXiv 2205.05198 §4.1 and 5·a·s²·b of scores without flash attention
/// (bigscience-workshop/Megatron-DeepSpeed@8387ae1 megatron/model/transformer.py).
record LegacyTable(LayerShapes shapes) implements SavedTable {
    @Override
    public void mixer(TokenMixer mixer, Sink sink) {
        if (mixer == TokenMixer.NONE) {
            return;
        }
        sink.tensor(SavedTensor.NORM_INPUT, shapes.hidden());
        sink.tensor(SavedTensor.NORM_OUTPUT, shapes.hidden());
        switch (mixer) {
            case NONE -> {}
            case FULL, SLIDING, CHUNKED ->
                    attention(shapes.model().mixers().attentionOf(mixer), sink);
            case LINEAR -> shapes.linear(shapes.model().mixers().linear().orElseThrow(), sink);
            case MAMBA -> shapes.mamba(shapes.model().mixers().stateSpace().orElseThrow(), sink);
        }
        mask(sink);
    }

    private void mask(Sink sink) {
        sink.tensor(
                SavedTensor.DROPOUT_MASK,
                Math.ceilDiv(
                        shapes.perToken(shapes.model().hiddenSize()),
                        shapes.strategy().normShards()));
    }

    private void attention(Attention attention, Sink sink) {
        long heads = shapes.heads(attention);
        boolean flash = !shapes.training().kernels().unfusedAttention();
        switch (attention) {
            case GroupedQuery a -> {
                long output = shapes.perToken(shapes.bytes() * heads * a.headDim());
                sink.tensor(
                        SavedTensor.QUERY_KEY_VALUE,
                        shapes.perToken(shapes.bytes() * a.queryKeyValueWidth(shapes.tensor())));
                sink.tensor(SavedTensor.ATTENTION_OUTPUT, output);
                if (flash) {
                    sink.tensor(SavedTensor.REARRANGED_OUTPUT, output);
                }
            }
            case MultiLatent a -> shapes.latent(a, sink);
        }
        if (flash) {
            sink.tensor(SavedTensor.LOG_SUM_EXP, shapes.perToken(4 * heads));
            return;
        }
        long scores = shapes.perToken(heads * shapes.training().sequenceLength());
        sink.tensor(SavedTensor.SCORES, shapes.bytes() * scores);
        sink.tensor(SavedTensor.SCORE_MASK, scores);
        sink.tensor(SavedTensor.DROPPED_SCORES, shapes.bytes() * scores);
    }

    @Override
    public void block(Block block, Sink sink) {
        if (block == Block.NONE) {
            return;
        }
        sink.tensor(SavedTensor.NORM_INPUT, shapes.hidden());
        sink.tensor(SavedTensor.NORM_OUTPUT, shapes.hidden());
        switch (block) {
            case NONE -> {}
            case DENSE -> dense(sink);
            case MIXTURE -> shapes.mixture(shapes.model().experts().orElseThrow(), sink);
        }
        mask(sink);
    }

    private void dense(Sink sink) {
        long product = shapes.perToken(shapes.bytes() * shapes.width());
        sink.tensor(SavedTensor.BLOCK_UP, shapes.ups() * product);
        if (shapes.ups() > 1) {
            sink.tensor(SavedTensor.BLOCK_GATED, product);
        }
        sink.tensor(SavedTensor.BLOCK_PRODUCT, product);
    }
}
