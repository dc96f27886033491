package io.shardfit.domain.architecture;

import java.util.Optional;

/// The shapes of what mixes tokens in a model.
///
/// @param attention the attention of every attending layer without a shape of its own
/// @param global the shape of full-attention layers where it differs (Gemma 4)
/// @param window tokens that a sliding layer sees, itself included; 0 when there are none
/// @param chunk tokens of a chunk of a chunked layer; 0 when there are none
/// @param linear linear attention, where layers use it
/// @param stateSpace state space, where layers use it
public record Mixers(
        Attention attention,
        Optional<Attention> global,
        int window,
        int chunk,
        Optional<LinearAttention> linear,
        Optional<StateSpace> stateSpace) {
    public Mixers {
        Size.notNegative("window", window);
        Size.notNegative("chunk", chunk);
    }

    /// {@return the same attention over all tokens in every layer}
    public static Mixers of(Attention attention) {
        return new Mixers(attention, Optional.empty(), 0, 0, Optional.empty(), Optional.empty());
    }

    /// {@return the attention of layers with the given mixer}
    public Attention attentionOf(TokenMixer mixer) {
        return mixer == TokenMixer.FULL ? global.orElse(attention) : attention;
    }
}
