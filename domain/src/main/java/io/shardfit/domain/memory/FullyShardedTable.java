package io.shardfit.domain.memory;

import io.shardfit.domain.architecture.Attention;
import io.shardfit.domain.architecture.Attention.GroupedQuery;
import io.shardfit.domain.architecture.Attention.MultiLatent;
import io.shardfit.domain.architecture.Block;
import io.shardfit.domain.architecture.TokenMixer;
import io.shardfit.domain.workload.ActivationRecomputation;

/// What layers of torchtitan keep. Selective recomputation keeps attention and the output of every
/// second matrix product of a layer (pytorch/torchtitan@9dec370
/// torchtitan/parallelisms/parallelize_llama.py, `_get_custom_policy`): queries, values, gate, and
/// the output of the second product, from which the hidden states of the block follow.
record FullyShardedTable(LayerShapes shapes) implements SavedTable {
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
        sink.tensor(SavedTensor.NORM_INPUT, shapes.hidden());
        sink.tensor(SavedTensor.OWN_NORM_OUTPUT, shapes.hidden());
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
        long each = shapes.bytes() * a.headDim();
        long key = shapes.perToken(each * a.keyValueHeadsPerRank(shapes.tensor()));
        sink.tensor(SavedTensor.QUERY, shapes.perToken(each * a.queryParts() * heads));
        sink.tensor(SavedTensor.KEY, key);
        sink.tensor(SavedTensor.VALUE, key);
        sink.tensor(SavedTensor.ATTENTION_OUTPUT, shapes.perToken(each * heads));
    }

    @Override
    public void block(Block block, Sink sink) {
        switch (block) {
            case NONE -> {}
            case DENSE -> {
                norm(sink);
                long width = shapes.perToken(shapes.bytes() * shapes.width());
                sink.tensor(SavedTensor.GATE, width);
                sink.tensor(SavedTensor.UP, (shapes.ups() - 1) * width);
                sink.tensor(SavedTensor.BLOCK_PRODUCT, width);
            }
            case MIXTURE -> {
                norm(sink);
                shapes.mixture(shapes.model().experts().orElseThrow(), sink);
            }
        }
    }

    @Override
    public boolean keeps(SavedTensor tensor) {
        if (shapes.training().recomputation() != ActivationRecomputation.SELECTIVE) {
            return true;
        }
        return switch (tensor) {
            case NORM_INPUT,
                    QUERY,
                    VALUE,
                    ATTENTION_OUTPUT,
                    LATENT_OUTPUT,
                    LATENTS,
                    LATENT_VALUE,
                    LOG_SUM_EXP,
                    GATE,
                    LINEAR_PROJECTIONS,
                    MAMBA_PROJECTIONS,
                    DISPATCHED,
                    EXPERT_PRODUCT,
                    ROUTER ->
                    true;
            case NORM_OUTPUT,
                    NARROW_NORM_OUTPUT,
                    NARROW_ATTENTION_OUTPUT,
                    NARROW_BLOCK_PRODUCT,
                    NARROW_DISPATCHED,
                    NARROW_EXPERT_PRODUCT,
                    OWN_NORM_OUTPUT,
                    QUERY_KEY_VALUE,
                    QUERY_KEY_BEFORE_NORM,
                    EXCHANGED_OUTPUT,
                    REARRANGED_OUTPUT,
                    SCORES,
                    SCORE_MASK,
                    DROPPED_SCORES,
                    DROPOUT_MASK,
                    NORMED_LATENTS,
                    LATENT_QUERY_KEY,
                    LINEAR_CONVOLVED,
                    LINEAR_OUTPUT,
                    MAMBA_OUTPUT,
                    BLOCK_UP,
                    BLOCK_GATED,
                    BLOCK_PRODUCT,
                    EXPERT_LATENTS,
                    EXPERT_UP,
                    SHARED,
                    KEY,
                    UP,
                    WIDE_NORM,
                    ADAPTED_HIDDEN,
                    ADAPTED_OUTPUT,
                    ADAPTED_PRODUCT,
                    ADAPTER_INNER,
                    EXPANDED_KEY_VALUE,
                    QUANTISED_ATTENTION_INPUTS,
                    QUANTISED_BLOCK_INPUTS ->
                    false;
        };
    }
}
