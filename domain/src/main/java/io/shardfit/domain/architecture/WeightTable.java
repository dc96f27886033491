package io.shardfit.domain.architecture;

import io.shardfit.domain.architecture.Attention.GroupedQuery;
import io.shardfit.domain.architecture.Attention.Indexer;
import io.shardfit.domain.architecture.Attention.MultiLatent;

/// Every weight of a model on one rank, told to a sink one by one: a sum, a quantised size and the
/// printed arithmetic all come from this one list.
///
/// @param tensor ranks that split a matrix
/// @param expertTensor ranks that split a routed expert
public record WeightTable(ModelArchitecture model, int tensor, int expertTensor) {

    /// What is done with each weight.
    @FunctionalInterface
    public interface Sink {
        /// @param elements on one rank; of one expert where the weight is an expert's
        void weight(WeightTensor tensor, long elements);
    }

    /// {@return the weights of the whole model, not split}
    public static WeightTable whole(ModelArchitecture model) {
        return new WeightTable(model, 1, 1);
    }

    /// One mixer without its norm.
    public void mixer(TokenMixer mixer, Sink sink) {
        switch (mixer) {
            case NONE -> {}
            case FULL, SLIDING, CHUNKED -> attention(model.mixers().attentionOf(mixer), sink);
            case LINEAR -> linear(model.mixers().linear().orElseThrow(), sink);
            case MAMBA -> mamba(model.mixers().stateSpace().orElseThrow(), sink);
        }
    }

    /// One block without its norm; of routed experts one.
    public void block(Block block, Sink sink) {
        switch (block) {
            case NONE -> {}
            case DENSE -> dense(sink);
            case MIXTURE -> mixture(model.experts().orElseThrow(), sink);
        }
    }

    public void norm(Sink sink) {
        sink.weight(WeightTensor.NORM, normElements());
    }

    /// What lies before the first layer.
    public void entry(Sink sink) {
        sink.weight(WeightTensor.EMBEDDING, vocabulary());
        if (model.embeddings().learnedPositions() > 0) {
            sink.weight(
                    WeightTensor.POSITIONS,
                    Math.multiplyExact(
                            (long) model.embeddings().learnedPositions(), model.hiddenSize()));
        }
        if (model.additionalParameters().count() > 0) {
            sink.weight(WeightTensor.ADDITIONAL, model.additionalParameters().count());
        }
    }

    /// What lies behind the last layer: the final norm and a head.
    public void exit(Sink sink) {
        norm(sink);
        sink.weight(WeightTensor.HEAD, vocabulary());
    }

    /// What a multi-token-prediction layer has beside the layer it repeats.
    public void multiTokenPrediction(Sink sink) {
        long hidden = model.hiddenSize();
        sink.weight(WeightTensor.MULTI_TOKEN_PROJECTION, 2 * hidden * shard(model.hiddenSize()));
        sink.weight(WeightTensor.MULTI_TOKEN_NORMS, 3 * normElements());
    }

    private void attention(Attention attention, Sink sink) {
        switch (attention) {
            case GroupedQuery a -> grouped(a, sink);
            case MultiLatent a -> latent(a, sink);
        }
    }

    private void grouped(GroupedQuery a, Sink sink) {
        long hidden = model.hiddenSize();
        long width = a.queryKeyValueWidth(tensor);
        sink.weight(WeightTensor.QUERY_KEY_VALUE, Math.multiplyExact(hidden, width));
        sink.weight(
                WeightTensor.ATTENTION_OUTPUT,
                Math.multiplyExact(shard(a.heads()) * a.headDim(), hidden));
        if (a.queryKeyNorm()) {
            sink.weight(WeightTensor.QUERY_KEY_NORM, 2L * a.headDim());
        }
        if (model.bias() != LinearBias.NONE) {
            sink.weight(
                    WeightTensor.ATTENTION_BIAS,
                    width + (model.bias() == LinearBias.ALL ? hidden : 0));
        }
    }

    private void latent(MultiLatent a, Sink sink) {
        long hidden = model.hiddenSize();
        long heads = shard(a.heads());
        long queryInput = a.compressesQueries() ? a.queryRank() : hidden;
        if (a.compressesQueries()) {
            sink.weight(WeightTensor.QUERY_DOWN, Math.multiplyExact(hidden, a.queryRank()));
        }
        sink.weight(
                WeightTensor.QUERY_UP, Math.multiplyExact(queryInput, heads * a.queryHeadDim()));
        sink.weight(
                WeightTensor.KEY_VALUE_DOWN,
                Math.multiplyExact(hidden, (long) a.keyValueRank() + a.ropeHeadDim()));
        sink.weight(
                WeightTensor.KEY_VALUE_UP,
                Math.multiplyExact(
                        a.keyValueRank(), heads * ((long) a.nopeHeadDim() + a.valueHeadDim())));
        sink.weight(
                WeightTensor.LATENT_OUTPUT, Math.multiplyExact(heads * a.valueHeadDim(), hidden));
        sink.weight(WeightTensor.LATENT_NORMS, (long) a.queryRank() + a.keyValueRank());
        if (a.indexer().isPresent()) {
            indexer(a.indexer().get(), queryInput, sink);
        }
    }

    private void indexer(Indexer indexer, long queryInput, Sink sink) {
        long elements =
                queryInput * indexer.heads() * indexer.headDim()
                        + model.hiddenSize() * ((long) indexer.headDim() + indexer.heads())
                        + 2L * indexer.headDim();
        sink.weight(WeightTensor.INDEXER, elements);
    }

    private void linear(LinearAttention a, Sink sink) {
        long keys = shard(a.keyHeads()) * a.keyHeadDim();
        long heads = shard(a.valueHeads());
        long values = heads * a.valueHeadDim();
        sink.weight(
                WeightTensor.LINEAR_ATTENTION_INPUT,
                Math.multiplyExact(model.hiddenSize(), 2 * keys + 2 * values + 2 * heads));
        sink.weight(
                WeightTensor.LINEAR_ATTENTION_CONVOLUTION,
                (2 * keys + values) * a.convKernel() + 2 * heads + a.valueHeadDim());
        sink.weight(
                WeightTensor.LINEAR_ATTENTION_OUTPUT,
                Math.multiplyExact(values, model.hiddenSize()));
    }

    private void mamba(StateSpace s, Sink sink) {
        long heads = shard(s.heads());
        long inner = heads * s.headDim();
        long groups = 2 * shard(s.groups()) * s.stateSize();
        sink.weight(
                WeightTensor.MAMBA_INPUT,
                Math.multiplyExact(model.hiddenSize(), 2 * inner + groups + heads));
        sink.weight(
                WeightTensor.MAMBA_CONVOLUTION,
                (inner + groups) * (s.convKernel() + 1) + 3 * heads + inner);
        sink.weight(WeightTensor.MAMBA_OUTPUT, Math.multiplyExact(inner, model.hiddenSize()));
    }

    private void dense(Sink sink) {
        long hidden = model.hiddenSize();
        long width = shard(model.feedForward().intermediateSize());
        long up = (model.feedForward().matrices() - 1L) * width;
        sink.weight(WeightTensor.BLOCK_UP, Math.multiplyExact(hidden, up));
        sink.weight(WeightTensor.BLOCK_DOWN, Math.multiplyExact(width, hidden));
        if (model.bias() == LinearBias.ALL) {
            sink.weight(WeightTensor.BLOCK_BIAS, up + hidden);
        }
    }

    private void mixture(Experts experts, Sink sink) {
        long hidden = model.hiddenSize();
        long input = experts.inputWidth(model.hiddenSize());
        long ups = model.feedForward().matrices() - 1L;
        long width = Math.ceilDiv((long) experts.intermediateSize(), expertTensor);
        sink.weight(WeightTensor.ROUTER, hidden * experts.count());
        sink.weight(WeightTensor.ROUTED_UP, Math.multiplyExact(input, ups * width));
        sink.weight(WeightTensor.ROUTED_DOWN, Math.multiplyExact(width, input));
        if (model.bias() == LinearBias.ALL) {
            sink.weight(WeightTensor.ROUTED_BIAS, ups * width + input);
        }
        if (experts.latentSize() > 0) {
            sink.weight(WeightTensor.EXPERT_LATENT, 2 * hidden * input);
        }
        if (experts.sharedIntermediateSize() > 0) {
            shared(experts, ups, sink);
        }
    }

    private void shared(Experts experts, long ups, Sink sink) {
        long hidden = model.hiddenSize();
        long width = shard(experts.sharedIntermediateSize());
        sink.weight(WeightTensor.SHARED_UP, Math.multiplyExact(hidden, ups * width));
        sink.weight(WeightTensor.SHARED_DOWN, Math.multiplyExact(width, hidden));
        if (experts.sharedGate()) {
            sink.weight(WeightTensor.SHARED_GATE, hidden);
        }
    }

    private long normElements() {
        return (long) model.normalization().vectors() * model.hiddenSize();
    }

    private long vocabulary() {
        return Math.multiplyExact(
                shard(model.embeddings().vocabularySize()), (long) model.hiddenSize());
    }

    private long shard(int width) {
        return Math.ceilDiv((long) width, tensor);
    }
}
