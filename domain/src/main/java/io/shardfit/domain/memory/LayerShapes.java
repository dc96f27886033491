package io.shardfit.domain.memory;

import io.shardfit.domain.architecture.Attention;
import io.shardfit.domain.architecture.Attention.MultiLatent;
import io.shardfit.domain.architecture.Experts;
import io.shardfit.domain.architecture.LinearAttention;
import io.shardfit.domain.architecture.ModelArchitecture;
import io.shardfit.domain.architecture.StateSpace;
import io.shardfit.domain.balance.RankLoad;
import io.shardfit.domain.plan.DeploymentPlan;
import io.shardfit.domain.strategy.ParallelStrategy;
import io.shardfit.domain.workload.Workload.Training;

/// Amounts that several kept tensors share.
///
/// @param tokens tokens of one micro-batch on one context-parallel rank: `T = s·b ÷ CP`
/// @param routed copies of tokens that the experts of the busiest rank compute: `K`
/// @param bytes bytes of a kept value
/// @param hidden bytes of the hidden states of all tokens on a rank
record LayerShapes(
        DeploymentPlan plan, Training training, long tokens, long routed, long bytes, long hidden) {

    static LayerShapes of(DeploymentPlan plan, Training training, RankLoad load) {
        long tokens = tokens(plan, training);
        long bytes = training.precision().activationBytes();
        return new LayerShapes(
                plan,
                training,
                tokens,
                RoutedTokens.on(load, plan, tokens),
                bytes,
                Math.ceilDiv(
                        Math.multiplyExact(tokens, bytes * plan.model().hiddenSize()),
                        plan.strategy().normShards()));
    }

    /// {@return tokens of one micro-batch on one context-parallel rank}
    static long tokens(DeploymentPlan plan, Training training) {
        return Math.ceilDiv(
                (long) training.sequenceLength() * training.microBatch(),
                plan.strategy().context());
    }

    ModelArchitecture model() {
        return plan.model();
    }

    ParallelStrategy strategy() {
        return plan.strategy();
    }

    int tensor() {
        return plan.strategy().tensor();
    }

    long heads(Attention attention) {
        return Math.ceilDiv((long) attention.heads(), tensor());
    }

    /// {@return matrices before the activation function: gate and up, or up}
    long ups() {
        return model().feedForward().matrices() - 1L;
    }

    /// {@return width of a dense block on a rank}
    long width() {
        return shard(model().feedForward().intermediateSize());
    }

    long shard(int width) {
        return Math.ceilDiv((long) width, tensor());
    }

    long perToken(long bytesOnRank) {
        return Math.multiplyExact(tokens, bytesOnRank);
    }

    long split(long bytesPerToken) {
        return Math.ceilDiv(Math.multiplyExact(tokens, bytesPerToken), tensor());
    }

    /// {@return hidden states of all tokens, gathered from the ranks that split them}
    long whole() {
        return perToken(bytes * model().hiddenSize());
    }

    /// {@return bytes of elements that a narrow recipe keeps for a linear layer's backward pass}
    long narrow(long elements) {
        return Math.ceilDiv(
                Math.multiplyExact(elements, (long) training.precision().linearInputBits()), 8);
    }

    boolean splitsNorms() {
        return plan.strategy().normShards() > 1;
    }

    /// Latent attention after its norm, the same in every framework.
    void latent(MultiLatent a, SavedTable.Sink sink) {
        long heads = heads(a);
        long ranks = (long) a.queryRank() + a.keyValueRank();
        sink.tensor(SavedTensor.LATENTS, normSplit(bytes * (ranks + a.ropeHeadDim())));
        sink.tensor(SavedTensor.NORMED_LATENTS, normSplit(bytes * ranks));
        sink.tensor(SavedTensor.LATENT_QUERY_KEY, perToken(2 * bytes * heads * a.queryHeadDim()));
        sink.tensor(SavedTensor.LATENT_VALUE, perToken(bytes * heads * a.valueHeadDim()));
        sink.tensor(SavedTensor.LATENT_OUTPUT, perToken(bytes * heads * a.valueHeadDim()));
    }

    private long normSplit(long bytesPerToken) {
        return Math.ceilDiv(
                Math.multiplyExact(tokens, bytesPerToken), plan.strategy().normShards());
    }

    void linear(LinearAttention a, SavedTable.Sink sink) {
        long keys = 2 * shard(a.keyHeads()) * a.keyHeadDim();
        long values = shard(a.valueHeads()) * a.valueHeadDim();
        sink.tensor(
                SavedTensor.LINEAR_PROJECTIONS,
                perToken(bytes * (keys + 2 * values + 2 * shard(a.valueHeads()))));
        sink.tensor(SavedTensor.LINEAR_CONVOLVED, perToken(bytes * (keys + values)));
        sink.tensor(SavedTensor.LINEAR_OUTPUT, perToken(2 * bytes * values));
    }

    /// `mamba_split_conv1d_scan_combined` of state-spaces/mamba: what the convolution gives and the
    /// states of the chunks are computed again.
    void mamba(StateSpace s, SavedTable.Sink sink) {
        sink.tensor(SavedTensor.MAMBA_PROJECTIONS, mambaProjections(s));
        sink.tensor(SavedTensor.MAMBA_OUTPUT, perToken(2 * bytes * shard(s.heads()) * s.headDim()));
    }

    long mambaProjections(StateSpace s) {
        long inner = shard(s.heads()) * s.headDim();
        long groups = 2 * shard(s.groups()) * s.stateSize();
        return perToken(bytes * (2 * inner + groups + shard(s.heads())));
    }

    /// Each routed copy keeps its dispatched input, which every expert-tensor rank gathers, and the
    /// expert's inner tensors; the expert's output is not kept.
    void mixture(Experts experts, SavedTable.Sink sink) {
        mixture(experts, false, sink);
    }

    /// @param narrow whether the inputs of the experts' linear layers are kept quantised
    void mixture(Experts experts, boolean narrow, SavedTable.Sink sink) {
        long input = experts.inputWidth(model().hiddenSize());
        long copies = Math.multiplyExact(routed, bytes);
        sink.tensor(SavedTensor.ROUTER, split(8L * experts.count()));
        if (experts.latentSize() > 0) {
            sink.tensor(SavedTensor.EXPERT_LATENTS, split(2 * bytes * input));
        }
        long dispatched = Math.multiplyExact(routed, input * plan.groups().expertTensor());
        sink.tensor(
                narrow ? SavedTensor.NARROW_DISPATCHED : SavedTensor.DISPATCHED,
                narrow ? narrow(dispatched) : Math.multiplyExact(dispatched, bytes));
        sink.tensor(
                SavedTensor.EXPERT_UP,
                Math.multiplyExact(copies, ups() * experts.intermediateSize()));
        long product = Math.multiplyExact(routed, (long) experts.intermediateSize());
        sink.tensor(
                narrow ? SavedTensor.NARROW_EXPERT_PRODUCT : SavedTensor.EXPERT_PRODUCT,
                narrow ? narrow(product) : Math.multiplyExact(product, bytes));
        if (experts.sharedIntermediateSize() > 0) {
            sink.tensor(
                    SavedTensor.SHARED,
                    split(bytes * (ups() + 1) * experts.sharedIntermediateSize()));
        }
    }
}
