package io.shardfit.domain.memory;

import io.shardfit.domain.architecture.Attention;
import io.shardfit.domain.architecture.Attention.GroupedQuery;
import io.shardfit.domain.architecture.Attention.MultiLatent;
import io.shardfit.domain.architecture.Block;
import io.shardfit.domain.architecture.Experts;
import io.shardfit.domain.architecture.LinearAttention;
import io.shardfit.domain.architecture.ModelArchitecture;
import io.shardfit.domain.architecture.StateSpace;
import io.shardfit.domain.architecture.TokenMixer;
import io.shardfit.domain.balance.RankLoad;
import io.shardfit.domain.plan.DeploymentPlan;
import io.shardfit.domain.quantity.Ratio;
import io.shardfit.domain.strategy.ParallelStrategy;
import io.shardfit.domain.workload.Workload.Training;

/// Every tensor that a layer keeps of one micro-batch, told to a sink one by one: the sum and the
/// printed arithmetic come from this one list.
///
/// @param tokens tokens of one micro-batch on one context-parallel rank: `T = s·b ÷ CP`
/// @param bytes bytes of a kept value
/// @param load what is routed to the rank
record SavedTable(DeploymentPlan plan, Training training, long tokens, long bytes, RankLoad load) {

    /// What is done with each tensor.
    @FunctionalInterface
    interface Sink {
        void tensor(SavedTensor tensor, long bytes);
    }

    static SavedTable of(DeploymentPlan plan, Training training, RankLoad load) {
        return new SavedTable(
                plan,
                training,
                LayerActivations.tokens(plan, training),
                training.precision().activationBytes(),
                load);
    }

    private ModelArchitecture model() {
        return plan.model();
    }

    private ParallelStrategy strategy() {
        return plan.strategy();
    }

    /// One norm: before a mixer, before a block, or before the head.
    void norm(Sink sink) {
        long hidden = hiddenStates();
        sink.tensor(SavedTensor.NORM_INPUT, hidden);
        sink.tensor(SavedTensor.NORM_OUTPUT, hidden);
    }

    /// {@return bytes of the hidden states of all tokens on a rank}
    long hiddenStates() {
        return Math.ceilDiv(
                Math.multiplyExact(tokens, bytes * model().hiddenSize()), strategy().normShards());
    }

    void mixer(TokenMixer mixer, Sink sink) {
        switch (mixer) {
            case NONE -> {}
            case FULL, SLIDING, CHUNKED -> attention(model().mixers().attentionOf(mixer), sink);
            case LINEAR -> linear(model().mixers().linear().orElseThrow(), sink);
            case MAMBA -> mamba(model().mixers().stateSpace().orElseThrow(), sink);
        }
    }

    void block(Block block, Sink sink) {
        switch (block) {
            case NONE -> {}
            case DENSE -> dense(sink);
            case MIXTURE -> mixture(model().experts().orElseThrow(), sink);
        }
    }

    private void attention(Attention attention, Sink sink) {
        long heads = Math.ceilDiv((long) attention.heads(), strategy().tensor());
        switch (attention) {
            case GroupedQuery a -> {
                sink.tensor(
                        SavedTensor.QUERY_KEY_VALUE,
                        perToken(bytes * a.queryKeyValueWidth(strategy().tensor())));
                sink.tensor(SavedTensor.ATTENTION_OUTPUT, perToken(bytes * heads * a.headDim()));
            }
            case MultiLatent a -> latent(a, heads, sink);
        }
        sink.tensor(SavedTensor.LOG_SUM_EXP, perToken(4 * heads));
    }

    private void latent(MultiLatent a, long heads, Sink sink) {
        sink.tensor(
                SavedTensor.LATENTS,
                split(bytes * (2L * a.queryRank() + 2L * a.keyValueRank() + a.ropeHeadDim())));
        sink.tensor(SavedTensor.LATENT_QUERY_KEY, perToken(2 * bytes * heads * a.queryHeadDim()));
        sink.tensor(SavedTensor.LATENT_VALUE, perToken(bytes * heads * a.valueHeadDim()));
        sink.tensor(SavedTensor.LATENT_OUTPUT, perToken(bytes * heads * a.valueHeadDim()));
    }

    private void linear(LinearAttention a, Sink sink) {
        long keys = 2 * shard(a.keyHeads()) * a.keyHeadDim();
        long values = shard(a.valueHeads()) * a.valueHeadDim();
        sink.tensor(
                SavedTensor.LINEAR_PROJECTIONS,
                perToken(bytes * (keys + 2 * values + 2 * shard(a.valueHeads()))));
        sink.tensor(SavedTensor.LINEAR_CONVOLVED, perToken(bytes * (keys + values)));
        sink.tensor(SavedTensor.LINEAR_OUTPUT, perToken(2 * bytes * values));
    }

    private void mamba(StateSpace s, Sink sink) {
        long inner = shard(s.heads()) * s.headDim();
        long groups = 2 * shard(s.groups()) * s.stateSize();
        sink.tensor(
                SavedTensor.MAMBA_PROJECTIONS,
                perToken(bytes * (2 * inner + groups + shard(s.heads()))));
        sink.tensor(SavedTensor.MAMBA_CONVOLVED, perToken(bytes * (inner + groups)));
        sink.tensor(SavedTensor.MAMBA_OUTPUT, perToken(2 * bytes * inner));
    }

    private void dense(Sink sink) {
        long width = shard(model().feedForward().intermediateSize());
        sink.tensor(SavedTensor.BLOCK_UP, perToken(bytes * ups() * width));
        sink.tensor(SavedTensor.BLOCK_PRODUCT, perToken(bytes * width));
    }

    /// Each routed copy keeps its dispatched input, which every expert-tensor rank gathers, and the
    /// expert's inner tensors; the expert's output is not kept.
    private void mixture(Experts experts, Sink sink) {
        long routed = bytes * experts.perToken();
        sink.tensor(
                SavedTensor.DISPATCHED,
                routed(
                        routed
                                * experts.inputWidth(model().hiddenSize())
                                * strategy().expertTensor()));
        sink.tensor(SavedTensor.EXPERT_UP, routed(routed * ups() * experts.intermediateSize()));
        sink.tensor(SavedTensor.EXPERT_PRODUCT, routed(routed * experts.intermediateSize()));
        if (experts.sharedIntermediateSize() > 0) {
            sink.tensor(
                    SavedTensor.SHARED,
                    split(bytes * (ups() + 1) * experts.sharedIntermediateSize()));
        }
        sink.tensor(SavedTensor.ROUTER, split(8L * experts.count()));
    }

    private long ups() {
        return model().feedForward().matrices() - 1L;
    }

    private long shard(int width) {
        return Math.ceilDiv((long) width, strategy().tensor());
    }

    private long perToken(long bytesOnRank) {
        return Math.multiplyExact(tokens, bytesOnRank);
    }

    /// The mean of all ranks times what this rank gets over it.
    private long routed(long bytesPerToken) {
        Ratio share =
                Ratio.of(
                        load.overMean().numerator(),
                        load.overMean().denominator() * strategy().tensor());
        return share.ofRoundedUp(Math.multiplyExact(tokens, bytesPerToken));
    }

    private long split(long bytesPerToken) {
        return Math.ceilDiv(Math.multiplyExact(tokens, bytesPerToken), strategy().tensor());
    }
}
