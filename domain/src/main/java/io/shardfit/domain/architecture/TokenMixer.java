package io.shardfit.domain.architecture;

import java.util.Locale;
import java.util.Optional;

/// How a layer lets tokens see each other.
public enum TokenMixer {
    /// Not at all: the layer is a feed-forward block alone.
    NONE,
    /// Attention over all earlier tokens.
    FULL,
    /// Attention over a window of the latest tokens.
    SLIDING,
    /// Attention within chunks of the sequence (Llama 4).
    CHUNKED,
    /// Gated DeltaNet, arXiv 2412.06464: a state of fixed size.
    LINEAR,
    /// Mamba-2, arXiv 2405.21060: a state of fixed size.
    MAMBA;

    public boolean isAttention() {
        return this == FULL || this == SLIDING || this == CHUNKED;
    }

    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// {@return the mixer of a word of a plan}
    public static Optional<TokenMixer> of(String word) {
        for (TokenMixer mixer : values()) {
            if (mixer != NONE && mixer.word().equals(word)) {
                return Optional.of(mixer);
            }
        }
        return Optional.empty();
    }
}
