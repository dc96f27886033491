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
/// @param sampler what picks the next token, where the plan says
/// @param expertBackend kernels of MXFP4 experts, where the plan says
public record EngineLimits(
        Optional<Share> memoryFraction,
        Optional<Integer> maxBatchedTokens,
        Optional<Integer> maxSequences,
        boolean cudaGraphs,
        boolean latentCache,
        ParameterCount draftParameters,
        boolean speculativeLayers,
        Optional<Integer> loadBits,
        Optional<Sampler> sampler,
        Optional<ExpertBackend> expertBackend) {
    public EngineLimits withMemoryFraction(Share share) {
        return new EngineLimits(
                Optional.of(share),
                maxBatchedTokens,
                maxSequences,
                cudaGraphs,
                latentCache,
                draftParameters,
                speculativeLayers,
                loadBits,
                sampler,
                expertBackend);
    }

    public EngineLimits withMaxSequences(int sequences) {
        return new EngineLimits(
                memoryFraction,
                maxBatchedTokens,
                Optional.of(sequences),
                cudaGraphs,
                latentCache,
                draftParameters,
                speculativeLayers,
                loadBits,
                sampler,
                expertBackend);
    }

    public EngineLimits withCudaGraphs(boolean captured) {
        return new EngineLimits(
                memoryFraction,
                maxBatchedTokens,
                maxSequences,
                captured,
                latentCache,
                draftParameters,
                speculativeLayers,
                loadBits,
                sampler,
                expertBackend);
    }

    public static final EngineLimits DEFAULTS =
            new EngineLimits(
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    true,
                    true,
                    ParameterCount.ZERO,
                    false,
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty());
}
