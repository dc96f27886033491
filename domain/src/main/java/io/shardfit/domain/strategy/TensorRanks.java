package io.shardfit.domain.strategy;

/// How many ranks split each kind of matrix. Training splits all alike; engines with attention data
/// parallelism do not.
///
/// @param attention ranks that split the heads
/// @param dense ranks that split dense and shared-expert blocks
/// @param embedding ranks that split the rows of the input embedding
/// @param head ranks that split the rows of the output head
public record TensorRanks(int attention, int dense, int embedding, int head) {
    public static TensorRanks all(int ranks) {
        return new TensorRanks(ranks, ranks, ranks, ranks);
    }
}
