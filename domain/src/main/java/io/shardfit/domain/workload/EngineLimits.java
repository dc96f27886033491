package io.shardfit.domain.workload;

import io.shardfit.domain.quantity.ParameterCount;
import io.shardfit.domain.quantity.Share;
import java.util.Optional;

/// What a serving engine is told; what is left open is the engine's default.
///
/// @param memoryFraction the engine's own flag, whose meaning differs between engines
/// @param maxBatchedTokens most tokens of one forward pass
/// @param maxSequences most sequences of one forward pass
/// @param cudaGraphs whether decoding is captured in CUDA graphs
/// @param latentCache whether a latent attention caches its latent, not full keys and values
/// @param draftParameters parameters of a draft model beside the served one
/// @param speculativeLayers whether the model's own multi-token-prediction layers are loaded
/// @param loadBits bits of a weight while it is loaded, where it is quantised only then
public record EngineLimits(
        Optional<Share> memoryFraction,
        Optional<Integer> maxBatchedTokens,
        Optional<Integer> maxSequences,
        boolean cudaGraphs,
        boolean latentCache,
        ParameterCount draftParameters,
        boolean speculativeLayers,
        Optional<Integer> loadBits) {
    public static final EngineLimits DEFAULTS =
            new EngineLimits(
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    true,
                    true,
                    ParameterCount.ZERO,
                    false,
                    Optional.empty());
}
