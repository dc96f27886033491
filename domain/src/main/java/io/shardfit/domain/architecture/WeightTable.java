package io.shardfit.domain.architecture;

import io.shardfit.domain.architecture.Attention.GroupedQuery;
import io.shardfit.domain.architecture.Attention.Indexer;
import io.shardfit.domain.architecture.Attention.MultiLatent;

/// Every weight of a model on one rank, told to a sink one by one: a sum, a quantised size and the
/// printed arithmetic all come from this one list.
///
/// @param ways ranks that split each kind of matrix
public record WeightTable(ModelArchitecture model, TensorWays ways) {
    /// @param tensor ranks that split a matrix
    /// @param expertTensor ranks that split a routed expert
    public WeightTable(ModelArchitecture model, int tensor, int expertTensor) {
        this(model, TensorWays.all(tensor, expertTensor));
    }

    /// What is done with each weight.
    @FunctionalInterface
    public interface Sink {
        /// @param elements on one rank; of one expert where the weight is an expert's
        void weight(WeightTensor tensor, long elements);

        /// A matrix, where a sink cares for its shape.
        ///
        /// @param inputs on one rank
        /// @param outputs on one rank
        default void matrix(WeightTensor tensor, long inputs, long outputs) {
            weight(tensor, Math.multiplyExact(inputs, outputs));
        }
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
        sink.weight(WeightTensor.EMBEDDING, vocabulary(ways.embedding()));
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
        sink.weight(WeightTensor.HEAD, vocabulary(ways.head()));
    }

    /// What a multi-token-prediction layer has beside the layer it repeats.
    public void multiTokenPrediction(Sink sink) {
        long hidden = model.hiddenSize();
        sink.matrix(WeightTensor.MULTI_TOKEN_PROJECTION, 2 * hidden, shard(model.hiddenSize()));
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
        long width = a.queryKeyValueWidth(ways.attention());
        sink.matrix(WeightTensor.QUERY_KEY_VALUE, hidden, width);
        sink.matrix(WeightTensor.ATTENTION_OUTPUT, heads(a.heads()) * a.headDim(), hidden);
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
        long heads = heads(a.heads());
        long queryInput = a.compressesQueries() ? a.queryRank() : hidden;
        if (a.compressesQueries()) {
            sink.matrix(WeightTensor.QUERY_DOWN, hidden, a.queryRank());
        }
        sink.matrix(WeightTensor.QUERY_UP, queryInput, heads * a.queryHeadDim());
        sink.matrix(WeightTensor.KEY_VALUE_DOWN, hidden, (long) a.keyValueRank() + a.ropeHeadDim());
        sink.matrix(
                WeightTensor.KEY_VALUE_UP,
                a.keyValueRank(),
                heads * ((long) a.nopeHeadDim() + a.valueHeadDim()));
        sink.matrix(WeightTensor.LATENT_OUTPUT, heads * a.valueHeadDim(), hidden);
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
        long keys = heads(a.keyHeads()) * a.keyHeadDim();
        long heads = heads(a.valueHeads());
        long values = heads * a.valueHeadDim();
        sink.matrix(
                WeightTensor.LINEAR_ATTENTION_INPUT,
                model.hiddenSize(),
                2 * keys + 2 * values + 2 * heads);
        sink.weight(
                WeightTensor.LINEAR_ATTENTION_CONVOLUTION,
                (2 * keys + values) * a.convKernel() + 2 * heads + a.valueHeadDim());
        sink.matrix(WeightTensor.LINEAR_ATTENTION_OUTPUT, values, model.hiddenSize());
    }

    private void mamba(StateSpace s, Sink sink) {
        long heads = heads(s.heads());
        long inner = heads * s.headDim();
        long groups = 2 * heads(s.groups()) * s.stateSize();
        sink.matrix(WeightTensor.MAMBA_INPUT, model.hiddenSize(), 2 * inner + groups + heads);
        sink.weight(
                WeightTensor.MAMBA_CONVOLUTION,
                (inner + groups) * (s.convKernel() + 1) + 3 * heads + inner);
        sink.matrix(WeightTensor.MAMBA_OUTPUT, inner, model.hiddenSize());
    }

    private void dense(Sink sink) {
        long hidden = model.hiddenSize();
        long width = shard(model.feedForward().intermediateSize());
        long up = (model.feedForward().matrices() - 1L) * width;
        sink.matrix(WeightTensor.BLOCK_UP, hidden, up);
        sink.matrix(WeightTensor.BLOCK_DOWN, width, hidden);
        if (model.bias() == LinearBias.ALL) {
            sink.weight(WeightTensor.BLOCK_BIAS, up + hidden);
        }
    }

    private void mixture(Experts experts, Sink sink) {
        long hidden = model.hiddenSize();
        long input = experts.inputWidth(model.hiddenSize());
        long ups = model.feedForward().matrices() - 1L;
        long width = Math.ceilDiv((long) experts.intermediateSize(), ways.expert());
        sink.weight(WeightTensor.ROUTER, hidden * experts.count());
        sink.matrix(WeightTensor.ROUTED_UP, input, ups * width);
        sink.matrix(WeightTensor.ROUTED_DOWN, width, input);
        if (model.bias() == LinearBias.ALL) {
            sink.weight(WeightTensor.ROUTED_BIAS, ups * width + input);
        }
        if (experts.latentSize() > 0) {
            sink.matrix(WeightTensor.EXPERT_LATENT, hidden, 2 * input);
        }
        if (experts.sharedIntermediateSize() > 0) {
            shared(experts, ups, sink);
        }
    }

    private void shared(Experts experts, long ups, Sink sink) {
        long hidden = model.hiddenSize();
        long width = shard(experts.sharedIntermediateSize());
        sink.matrix(WeightTensor.SHARED_UP, hidden, ups * width);
        sink.matrix(WeightTensor.SHARED_DOWN, width, hidden);
        if (experts.sharedGate()) {
            sink.weight(WeightTensor.SHARED_GATE, hidden);
        }
    }

    private long normElements() {
        return (long) model.normalization().vectors() * model.hiddenSize();
    }

    private long vocabulary(int ranks) {
        return Math.multiplyExact(
                Math.ceilDiv((long) model.embeddings().vocabularySize(), ranks),
                (long) model.hiddenSize());
    }

    private long heads(int heads) {
        return Math.ceilDiv((long) heads, ways.attention());
    }

    private long shard(int width) {
        return Math.ceilDiv((long) width, ways.dense());
    }
}
