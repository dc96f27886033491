package io.shardfit.domain.architecture;

import io.shardfit.domain.architecture.FeedForward.MixtureOfExperts;
import io.shardfit.domain.quantity.ParameterCount;
import java.util.List;
import java.util.Optional;

/// The shape of a decoder-only model: everything that decides its parameters and its memory.
///
/// @param bias which linear layers carry a bias
public record ModelArchitecture(
        String name,
        LayerStack stack,
        int hiddenSize,
        Embeddings embeddings,
        Normalization normalization,
        Mixers mixers,
        FeedForward feedForward,
        LinearBias bias,
        Additions additions) {
    public ModelArchitecture {
        Size.positive("hiddenSize", hiddenSize);
        LayerCounts counts = stack.counts();
        if (feedForward.intermediateSize() == 0 && counts.dense() > 0) {
            throw new IllegalArgumentException(
                    "intermediateSize must be at least 1 because %d of %d layers are dense"
                            .formatted(counts.dense(), counts.layers()));
        }
        if (counts.linear() > 0 && mixers.linear().isEmpty()) {
            throw new IllegalArgumentException("linear layers need a linear attention");
        }
        if (counts.mamba() > 0 && mixers.stateSpace().isEmpty()) {
            throw new IllegalArgumentException("mamba layers need a state space");
        }
    }

    /// A plain transformer: full attention and a block in every layer, no biases.
    public ModelArchitecture(
            String name,
            int layers,
            int hiddenSize,
            int vocabularySize,
            boolean tiedEmbeddings,
            Normalization normalization,
            Attention attention,
            FeedForward feedForward) {
        this(
                name,
                LayerStack.of(layers, List.of(TokenMixer.FULL), feedForward),
                hiddenSize,
                new Embeddings(vocabularySize, tiedEmbeddings, 0),
                normalization,
                Mixers.of(attention),
                feedForward,
                LinearBias.NONE,
                Additions.NONE);
    }

    public int layers() {
        return stack.size();
    }

    public int vocabularySize() {
        return embeddings.vocabularySize();
    }

    public boolean tiedEmbeddings() {
        return embeddings.tied();
    }

    /// {@return the attention of every attending layer without a shape of its own}
    public Attention attention() {
        return mixers.attention();
    }

    public Optional<Experts> experts() {
        return feedForward instanceof MixtureOfExperts(_, _, Experts experts)
                ? Optional.of(experts)
                : Optional.empty();
    }

    public int mixtureLayers() {
        return stack.counts().mixture();
    }

    public int denseLayers() {
        return stack.counts().dense();
    }

    /// {@return all parameters, counted per component}
    public ParameterBreakdown parameters() {
        return ParameterBreakdown.of(this);
    }

    /// {@return the parameters outside the decoder}
    public ParameterCount additionalParameters() {
        return additions.parameters();
    }
}
