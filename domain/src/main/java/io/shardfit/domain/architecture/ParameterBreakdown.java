package io.shardfit.domain.architecture;

import io.shardfit.domain.quantity.ParameterCount;

/// Exact parameters of a whole model per component, without multi-token-prediction layers.
///
/// The components are sums over {@link WeightTable}. The norms of a latent count as attention, the
/// final norm as a norm; biases count with what they belong to.
///
/// @param embedding vocabulary table, and learned positions
/// @param head `V·h`, zero when tied to the embedding
/// @param attention projections of all mixers
/// @param denseFeedForward dense blocks
/// @param routedExperts all routed experts
/// @param sharedExperts shared experts, and projections around a latent
/// @param router `h·E` per mixture layer
/// @param norms one per mixer, one per block, and the final one
/// @param additional parameters outside the decoder
/// @param idleExperts routed experts that one token does not visit
public record ParameterBreakdown(
        ParameterCount embedding,
        ParameterCount head,
        ParameterCount attention,
        ParameterCount denseFeedForward,
        ParameterCount routedExperts,
        ParameterCount sharedExperts,
        ParameterCount router,
        ParameterCount norms,
        ParameterCount additional,
        ParameterCount idleExperts) {

    static ParameterBreakdown of(ModelArchitecture model) {
        WeightTable table = WeightTable.whole(model);
        LayerCounts counts = model.stack().counts();
        Tally tally = new Tally();
        for (TokenMixer mixer : TokenMixer.values()) {
            tally.times = counts.of(mixer);
            if (tally.times > 0) {
                table.mixer(mixer, tally);
            }
        }
        tally.times = counts.dense();
        table.block(counts.dense() > 0 ? Block.DENSE : Block.NONE, tally);
        tally.times = counts.mixture();
        table.block(counts.mixture() > 0 ? Block.MIXTURE : Block.NONE, tally);
        tally.times = counts.norms();
        table.norm(tally);
        tally.times = 1;
        table.entry(tally);
        table.exit(tally);
        return tally.breakdown(model);
    }

    /// Adds up weights per component.
    private static final class Tally implements WeightTable.Sink {
        private int times;
        private long embedding;
        private long head;
        private long attention;
        private long dense;
        private long oneExpert;
        private long shared;
        private long router;
        private long norms;
        private long additional;

        @Override
        public void weight(WeightTensor tensor, long elements) {
            long all = Math.multiplyExact(times, elements);
            switch (tensor) {
                case QUERY_KEY_VALUE,
                        ATTENTION_OUTPUT,
                        QUERY_KEY_NORM,
                        QUERY_DOWN,
                        QUERY_UP,
                        KEY_VALUE_DOWN,
                        KEY_VALUE_UP,
                        LATENT_OUTPUT,
                        LATENT_NORMS,
                        INDEXER,
                        LINEAR_ATTENTION_INPUT,
                        LINEAR_ATTENTION_CONVOLUTION,
                        LINEAR_ATTENTION_OUTPUT,
                        MAMBA_INPUT,
                        MAMBA_CONVOLUTION,
                        MAMBA_OUTPUT,
                        ATTENTION_BIAS ->
                        attention = Math.addExact(attention, all);
                case BLOCK_UP, BLOCK_DOWN, BLOCK_BIAS -> dense = Math.addExact(dense, all);
                case ROUTER -> router = Math.addExact(router, all);
                case ROUTED_UP, ROUTED_DOWN, ROUTED_BIAS ->
                        oneExpert = Math.addExact(oneExpert, all);
                case SHARED_UP, SHARED_DOWN, SHARED_GATE, EXPERT_LATENT ->
                        shared = Math.addExact(shared, all);
                case NORM -> norms = Math.addExact(norms, all);
                case EMBEDDING, POSITIONS -> embedding = Math.addExact(embedding, all);
                case ADDITIONAL -> additional = Math.addExact(additional, all);
                case HEAD -> head = Math.addExact(head, all);
                case MULTI_TOKEN_PROJECTION, MULTI_TOKEN_NORMS -> {}
            }
        }

        ParameterBreakdown breakdown(ModelArchitecture model) {
            int experts = model.experts().map(Experts::count).orElse(0);
            int idle = model.experts().map(e -> e.count() - e.perToken()).orElse(0);
            return new ParameterBreakdown(
                    ParameterCount.of(embedding),
                    ParameterCount.of(model.tiedEmbeddings() ? 0 : head),
                    ParameterCount.of(attention),
                    ParameterCount.of(dense),
                    ParameterCount.of(Math.multiplyExact(oneExpert, experts)),
                    ParameterCount.of(shared),
                    ParameterCount.of(router),
                    ParameterCount.of(norms),
                    ParameterCount.of(additional),
                    ParameterCount.of(Math.multiplyExact(oneExpert, idle)));
        }
    }

    public ParameterCount total() {
        return embedding
                .plus(head)
                .plus(attention)
                .plus(denseFeedForward)
                .plus(routedExperts)
                .plus(sharedExperts)
                .plus(router)
                .plus(norms)
                .plus(additional);
    }

    /// {@return the parameters one token passes through, embedding and head included}
    public ParameterCount active() {
        return ParameterCount.of(total().count() - idleExperts.count());
    }
}
