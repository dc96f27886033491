package io.shardfit.domain.architecture;

import io.shardfit.domain.quantity.ParameterCount;
import java.util.Optional;

/// What a model has beside its decoder, and what is known of its limits.
///
/// @param parameters parameters outside the decoder, such as a vision tower, held whole on every
///   rank of the first stage
/// @param multiTokenPredictionLayers layers that predict further tokens (DeepSeek-V3, arXiv
///   2412.19437 §2.2)
/// @param maxPositions the longest context that the checkpoint allows, where known
/// @param rotaryRows rows of all rotary tables, where they are not as many as positions: with
///   linear scaling by a factor, or with two tables (Gemma 3)
/// @param notModelled why the memory of this model cannot be computed, where that is so
public record Additions(
        ParameterCount parameters,
        int multiTokenPredictionLayers,
        Optional<Integer> maxPositions,
        Optional<Integer> rotaryRows,
        Optional<String> notModelled) {
    public static final Additions NONE =
            new Additions(
                    ParameterCount.ZERO, 0, Optional.empty(), Optional.empty(), Optional.empty());

    public Additions {
        Size.notNegative("multiTokenPredictionLayers", multiTokenPredictionLayers);
    }
}
