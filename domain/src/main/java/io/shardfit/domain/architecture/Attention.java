package io.shardfit.domain.architecture;

import io.shardfit.domain.quantity.ParameterCount;

/// How a layer attends: what its projections weigh and what it keeps per token.
public sealed interface Attention {
    int heads();

    /// {@return the projection weights of one layer, latent norms included, on one of `ways`
    /// tensor-parallel ranks}
    ParameterCount parametersPerLayer(int hiddenSize, int ways);

    /// {@return cached key and value elements per token and layer on one of `ways` tensor-parallel
    /// ranks}
    int cachedElementsPerToken(int ways);

    /// {@return elements of the attention output before the output projection}
    int outputWidth();

    /// {@return width of one query head as it enters the score product}
    int scoreWidth();

    /// Multi-head (`keyValueHeads == heads`), grouped-query and multi-query (1) attention.
    ///
    /// Projections weigh `h·(a·d + 2·g·d) + a·d·h` (NVIDIA/Megatron-LM@d98e8a6
    /// megatron/training/theoretical_memory_usage.py). With fewer key-value heads than
    /// tensor-parallel ranks every rank still holds one head.
    record GroupedQuery(int heads, int keyValueHeads, int headDim) implements Attention {
        public GroupedQuery {
            Size.positive("heads", heads);
            Size.positive("keyValueHeads", keyValueHeads);
            Size.positive("headDim", headDim);
            if (heads % keyValueHeads != 0) {
                throw new IllegalArgumentException(
                        "heads %d must be a multiple of keyValueHeads %d"
                                .formatted(heads, keyValueHeads));
            }
        }

        /// {@return a·d + 2·g·d, the rows of the fused query-key-value projection on one rank}
        public long queryKeyValueWidth(int ways) {
            return Math.ceilDiv((long) heads, ways) * headDim
                    + 2L * keyValueHeadsPerRank(ways) * headDim;
        }

        public int keyValueHeadsPerRank(int ways) {
            return Math.ceilDiv(keyValueHeads, ways);
        }

        @Override
        public ParameterCount parametersPerLayer(int hiddenSize, int ways) {
            long output = Math.ceilDiv((long) heads, ways) * headDim;
            return ParameterCount.ofMatrix(hiddenSize, queryKeyValueWidth(ways) + output);
        }

        @Override
        public int cachedElementsPerToken(int ways) {
            return Math.multiplyExact(2 * keyValueHeadsPerRank(ways), headDim);
        }

        @Override
        public int outputWidth() {
            return Math.multiplyExact(heads, headDim);
        }

        @Override
        public int scoreWidth() {
            return headDim;
        }
    }

    /// Multi-head latent attention (DeepSeek-V2, arXiv 2405.04434): keys and values are rebuilt
    /// from one latent of `keyValueRank` elements plus `ropeHeadDim` shared rotary elements, so the
    /// cache is the same on every tensor-parallel rank.
    ///
    /// @param queryRank rank of the query latent; 0 means the query is projected directly
    record MultiLatent(
            int heads,
            int queryRank,
            int keyValueRank,
            int nopeHeadDim,
            int ropeHeadDim,
            int valueHeadDim)
            implements Attention {
        public MultiLatent {
            Size.positive("heads", heads);
            Size.notNegative("queryRank", queryRank);
            Size.positive("keyValueRank", keyValueRank);
            Size.positive("nopeHeadDim", nopeHeadDim);
            Size.positive("ropeHeadDim", ropeHeadDim);
            Size.positive("valueHeadDim", valueHeadDim);
        }

        public boolean compressesQueries() {
            return queryRank > 0;
        }

        public int queryHeadDim() {
            return nopeHeadDim + ropeHeadDim;
        }

        public int headsPerRank(int ways) {
            return Math.ceilDiv(heads, ways);
        }

        @Override
        public ParameterCount parametersPerLayer(int hiddenSize, int ways) {
            return replicatedParameters(hiddenSize).plus(shardedParameters(hiddenSize, ways));
        }

        /// {@return down-projections and latent norms, which every tensor-parallel rank holds
        /// whole}
        public ParameterCount replicatedParameters(int hiddenSize) {
            ParameterCount down =
                    ParameterCount.ofMatrix(
                            hiddenSize, (long) queryRank + keyValueRank + ropeHeadDim);
            return down.plus(ParameterCount.of((long) queryRank + keyValueRank));
        }

        private ParameterCount shardedParameters(int hiddenSize, int ways) {
            long local = headsPerRank(ways);
            int queryInput = compressesQueries() ? queryRank : hiddenSize;
            return ParameterCount.ofMatrix(queryInput, local * queryHeadDim())
                    .plus(
                            ParameterCount.ofMatrix(
                                    keyValueRank, local * (nopeHeadDim + valueHeadDim)))
                    .plus(ParameterCount.ofMatrix(local * valueHeadDim, hiddenSize));
        }

        @Override
        public int cachedElementsPerToken(int ways) {
            return Math.addExact(keyValueRank, ropeHeadDim);
        }

        @Override
        public int outputWidth() {
            return Math.multiplyExact(heads, valueHeadDim);
        }

        @Override
        public int scoreWidth() {
            return queryHeadDim();
        }
    }
}
