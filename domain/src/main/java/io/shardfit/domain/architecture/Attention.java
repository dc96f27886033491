package io.shardfit.domain.architecture;

import java.util.Optional;

/// How a layer attends: what its projections weigh and what it keeps per token.
public sealed interface Attention {
    int heads();

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
    ///
    /// @param outputGate whether the query projection is doubled by a gate on the output
    ///   (Qwen3-Next)
    /// @param queryKeyNorm whether queries and keys pass a norm of head size (Qwen 3)
    /// @param sharedKeyValue whether keys and values are one projection and one cache entry (Gemma
    ///   4, global layers)
    record GroupedQuery(
            int heads,
            int keyValueHeads,
            int headDim,
            boolean outputGate,
            boolean queryKeyNorm,
            boolean sharedKeyValue)
            implements Attention {
        public GroupedQuery(int heads, int keyValueHeads, int headDim) {
            this(heads, keyValueHeads, headDim, false, false, false);
        }

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

        /// {@return a·d + 2·g·d, the rows of the fused query-key-value projection on one rank; a
        /// gate doubles the first term, a shared projection halves the second}
        public long queryKeyValueWidth(int ways) {
            return (long) headDim
                    * (queryParts() * Math.ceilDiv((long) heads, ways)
                            + (long) keyValueParts() * keyValueHeadsPerRank(ways));
        }

        /// {@return projections of query width: the query, and its gate}
        public int queryParts() {
            return outputGate ? 2 : 1;
        }

        /// {@return projections of key width: key and value, or one for both}
        public int keyValueParts() {
            return sharedKeyValue ? 1 : 2;
        }

        public int keyValueHeadsPerRank(int ways) {
            return Math.ceilDiv(keyValueHeads, ways);
        }

        @Override
        public int cachedElementsPerToken(int ways) {
            return Math.multiplyExact(keyValueParts() * keyValueHeadsPerRank(ways), headDim);
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

    /// The lightning indexer of sparse attention (DeepSeek-V3.2, arXiv 2512.02556): small heads
    /// with one key per token score all earlier tokens, of which `topK` are attended to.
    record Indexer(int heads, int headDim, int topK) {
        public Indexer {
            Size.positive("heads", heads);
            Size.positive("headDim", headDim);
            Size.positive("topK", topK);
        }
    }

    /// Multi-head latent attention (DeepSeek-V2, arXiv 2405.04434): keys and values are rebuilt
    /// from one latent of `keyValueRank` elements plus `ropeHeadDim` shared rotary elements, so the
    /// cache is the same on every tensor-parallel rank.
    ///
    /// @param queryRank rank of the query latent; 0 means the query is projected directly
    /// @param indexer what picks the tokens that are attended to, where attention is sparse
    record MultiLatent(
            int heads,
            int queryRank,
            int keyValueRank,
            int nopeHeadDim,
            int ropeHeadDim,
            int valueHeadDim,
            Optional<Indexer> indexer)
            implements Attention {
        public MultiLatent(
                int heads,
                int queryRank,
                int keyValueRank,
                int nopeHeadDim,
                int ropeHeadDim,
                int valueHeadDim) {
            this(
                    heads,
                    queryRank,
                    keyValueRank,
                    nopeHeadDim,
                    ropeHeadDim,
                    valueHeadDim,
                    Optional.empty());
        }

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
