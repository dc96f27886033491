package io.shardfit.domain.architecture;

import io.shardfit.domain.quantity.ParameterCount;
import java.util.function.ToIntFunction;

/// Exact parameters of a whole model per component, without multi-token-prediction layers.
///
/// Formulas: NVIDIA/Megatron-LM@d98e8a6 megatron/training/theoretical_memory_usage.py:60-139. The
/// norms of a latent attention count as attention, the final norm as a norm.
///
/// @param embedding `V·h`
/// @param head `V·h`, zero when tied to the embedding
/// @param attention projections of all layers
/// @param denseFeedForward `matrices·h·f` per dense layer
/// @param routedExperts `E·matrices·h·f_m` per mixture layer
/// @param sharedExperts `matrices·h·f_s` per mixture layer
/// @param router `h·E` per mixture layer
/// @param norms two per layer and the final one
/// @param idleExperts routed experts that one token does not visit: `(E − k)·matrices·h·f_m`
public record ParameterBreakdown(
        ParameterCount embedding,
        ParameterCount head,
        ParameterCount attention,
        ParameterCount denseFeedForward,
        ParameterCount routedExperts,
        ParameterCount sharedExperts,
        ParameterCount router,
        ParameterCount norms,
        ParameterCount idleExperts) {

    static ParameterBreakdown of(ModelArchitecture model) {
        ParameterCount embedding =
                ParameterCount.ofMatrix(model.vocabularySize(), model.hiddenSize());
        ParameterCount finalNorm =
                ParameterCount.ofMatrix(model.normalization().vectors(), model.hiddenSize());
        return new ParameterBreakdown(
                embedding,
                model.tiedEmbeddings() ? ParameterCount.ZERO : embedding,
                model.attention().parametersPerLayer(model.hiddenSize(), 1).times(model.layers()),
                blocks(model, model.feedForward().intermediateSize(), model.denseLayers()),
                expertBlocks(model, Experts::count),
                model.experts()
                        .map(e -> blocks(model, e.sharedIntermediateSize(), model.mixtureLayers()))
                        .orElse(ParameterCount.ZERO),
                model.experts()
                        .map(e -> ParameterCount.ofMatrix(model.hiddenSize(), e.count()))
                        .orElse(ParameterCount.ZERO)
                        .times(model.mixtureLayers()),
                model.normsPerLayer().times(model.layers()).plus(finalNorm),
                expertBlocks(model, e -> e.count() - e.perToken()));
    }

    private static ParameterCount blocks(ModelArchitecture model, int width, long blocks) {
        return ParameterCount.ofMatrix(model.hiddenSize(), width)
                .times(model.feedForward().matrices())
                .times(blocks);
    }

    private static ParameterCount expertBlocks(
            ModelArchitecture model, ToIntFunction<Experts> perLayer) {
        return model.experts()
                .map(e ->
                        blocks(
                                model,
                                e.intermediateSize(),
                                (long) model.mixtureLayers() * perLayer.applyAsInt(e)))
                .orElse(ParameterCount.ZERO);
    }

    public ParameterCount total() {
        return embedding
                .plus(head)
                .plus(attention)
                .plus(denseFeedForward)
                .plus(routedExperts)
                .plus(sharedExperts)
                .plus(router)
                .plus(norms);
    }

    /// {@return the parameters one token passes through, embedding and head included}
    public ParameterCount active() {
        return ParameterCount.of(total().count() - idleExperts.count());
    }
}
