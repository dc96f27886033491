package io.shardfit.domain.architecture;

import io.shardfit.domain.architecture.FeedForward.MixtureOfExperts;
import io.shardfit.domain.quantity.ParameterCount;
import java.util.Optional;

/// The shape of a decoder-only transformer: everything that decides its parameters and its memory.
/// Linear layers carry no bias; positions carry no learned parameters (rotary).
public record ModelArchitecture(
        String name,
        int layers,
        int hiddenSize,
        int vocabularySize,
        boolean tiedEmbeddings,
        Normalization normalization,
        Attention attention,
        FeedForward feedForward) {
    public ModelArchitecture {
        Size.positive("layers", layers);
        Size.positive("hiddenSize", hiddenSize);
        Size.positive("vocabularySize", vocabularySize);
        if (feedForward.intermediateSize() == 0 && feedForward.mixtureLayers(0, layers) < layers) {
            throw new IllegalArgumentException(
                    "intermediateSize must be at least 1 because %d of %d layers are dense"
                            .formatted(layers - feedForward.mixtureLayers(0, layers), layers));
        }
    }

    public Optional<Experts> experts() {
        return feedForward instanceof MixtureOfExperts(_, _, Experts experts)
                ? Optional.of(experts)
                : Optional.empty();
    }

    public int mixtureLayers() {
        return feedForward.mixtureLayers(0, layers);
    }

    public int denseLayers() {
        return layers - mixtureLayers();
    }

    /// {@return the weights of the two norms of one layer}
    public ParameterCount normsPerLayer() {
        return ParameterCount.ofMatrix(2L * normalization.vectors(), hiddenSize);
    }

    /// {@return all parameters, counted per component}
    public ParameterBreakdown parameters() {
        return ParameterBreakdown.of(this);
    }
}
