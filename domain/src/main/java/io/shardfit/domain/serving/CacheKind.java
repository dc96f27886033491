package io.shardfit.domain.serving;

import io.shardfit.domain.quantity.Derivation;

/// What one kind of layer keeps for a sequence.
public sealed interface CacheKind {
    /// {@return the arithmetic of the bytes of one block of tokens, or of one sequence's state}
    Derivation page();

    /// {@return blocks that one sequence of so many tokens holds at most}
    ///
    /// @param shards ranks that split the tokens of a sequence
    /// @param batched tokens that one step may add
    int blocks(long tokens, long block, int shards, long batched);

    /// {@return how {@link #blocks} comes about, in `L`, `block`, `shards`, `batched` and `span`}
    String blocksEquation();

    /// {@return tokens of the window or chunk; 0 where there is none}
    default int span() {
        return 0;
    }

    /// Keys and values, or a latent, of every token.
    record AllTokens(Derivation page) implements CacheKind {
        @Override
        public int blocks(long tokens, long block, int shards, long batched) {
            return Math.toIntExact(Math.ceilDiv(Math.ceilDiv(tokens, shards), block));
        }

        @Override
        public String blocksEquation() {
            return "ceil(ceil(L ÷ shards) ÷ block)";
        }
    }

    /// Of the tokens of a window, while a step adds to it.
    record Window(Derivation page, int span) implements CacheKind {
        @Override
        public int blocks(long tokens, long block, int shards, long batched) {
            return Math.toIntExact(Math.ceilDiv(Math.min(span - 1 + batched, tokens), block) + 1);
        }

        @Override
        public String blocksEquation() {
            return "ceil(min(span - 1 + batched, L) ÷ block) + 1";
        }
    }

    /// Of the tokens of a chunk, while a step adds to it.
    record Chunk(Derivation page, int span) implements CacheKind {
        @Override
        public int blocks(long tokens, long block, int shards, long batched) {
            return Math.toIntExact(Math.ceilDiv(Math.min(span + batched, tokens), block));
        }

        @Override
        public String blocksEquation() {
            return "ceil(min(span + batched, L) ÷ block)";
        }
    }

    /// A state of fixed size per sequence.
    record State(Derivation page) implements CacheKind {
        @Override
        public int blocks(long tokens, long block, int shards, long batched) {
            return 1;
        }

        @Override
        public String blocksEquation() {
            return "1";
        }
    }
}
