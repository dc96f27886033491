package io.shardfit.domain.balance;

import io.shardfit.domain.architecture.Attention;
import io.shardfit.domain.architecture.Block;
import io.shardfit.domain.architecture.ModelArchitecture;
import io.shardfit.domain.architecture.TokenMixer;
import io.shardfit.domain.architecture.WeightTable;
import io.shardfit.domain.architecture.WeightTensor;
import io.shardfit.domain.quantity.FlopCount;
import io.shardfit.domain.quantity.ParameterCount;

/// What one token is multiplied with in each kind of layer, forward. Matrix products are `2·N`
/// FLOPs for `N` weights (Kaplan et al., arXiv 2001.08361 §2.1); score and value products are
/// `2·a·(d_score + d_value)` per token that is seen (arXiv 2205.05198 appendix A).
public record ModelWork(ModelArchitecture model) {

    /// {@return weights of the matrices of one layer's mixer}
    public ParameterCount mixer(TokenMixer mixer) {
        Matrices matrices = new Matrices();
        WeightTable.whole(model).mixer(mixer, matrices);
        return ParameterCount.of(matrices.elements);
    }

    /// {@return weights of the matrices that every token passes in one layer's block: of a mixture
    /// the shared experts, the router and the projections around a latent}
    public ParameterCount block(Block block) {
        Matrices matrices = new Matrices();
        WeightTable.whole(model).block(block, matrices);
        return ParameterCount.of(matrices.elements);
    }

    /// {@return weights of one routed expert; none where there are no experts}
    public ParameterCount expert() {
        Matrices matrices = new Matrices();
        if (model.experts().isPresent()) {
            WeightTable.whole(model).block(Block.MIXTURE, matrices);
        }
        return ParameterCount.of(matrices.routed);
    }

    /// {@return weights of the output head, also where it is tied to the embedding}
    public ParameterCount head() {
        return ParameterCount.of(
                Math.multiplyExact((long) model.vocabularySize(), model.hiddenSize()));
    }

    /// {@return operations of the score and value products of one token in one layer}
    ///
    /// @param context tokens before it; a window or chunk lets it see at most as many as it holds,
    ///   and a mixer with a state works on the state alone
    public FlopCount scores(TokenMixer mixer, double context) {
        return new FlopCount(
                switch (mixer) {
                    case NONE -> 0;
                    case FULL -> attended(mixer, context);
                    case SLIDING -> attended(mixer, Math.min(model.mixers().window(), context));
                    case CHUNKED -> attended(mixer, Math.min(model.mixers().chunk(), context));
                    case LINEAR -> 4.0 * model.mixers().linear().orElseThrow().stateElements();
                    case MAMBA -> 4.0 * model.mixers().stateSpace().orElseThrow().stateElements();
                });
    }

    private double attended(TokenMixer mixer, double seen) {
        Attention attention = model.mixers().attentionOf(mixer);
        return 2.0
                * attention.heads()
                * (attention.scoreWidth() + (double) attention.outputWidth() / attention.heads())
                * seen;
    }

    /// Adds up matrices; norms, biases and convolutions are no matrix products.
    private static final class Matrices implements WeightTable.Sink {
        private long elements;
        private long routed;

        @Override
        public void weight(WeightTensor tensor, long count) {
            switch (tensor.storage()) {
                case LINEAR -> elements += count;
                case ROUTED -> routed += count;
                case WIDE -> elements += tensor == WeightTensor.ROUTER ? count : 0;
                case TABLE -> {}
            }
        }
    }
}
