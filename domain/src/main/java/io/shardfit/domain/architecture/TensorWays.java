package io.shardfit.domain.architecture;

/// How many ranks split each kind of matrix.
///
/// @param attention ranks that split heads
/// @param dense ranks that split dense and shared-expert blocks
/// @param embedding ranks that split the rows of the embedding
/// @param head ranks that split the rows of the head
/// @param expert ranks that split a routed expert
public record TensorWays(int attention, int dense, int embedding, int head, int expert) {
    public TensorWays {
        Size.positive("attention", attention);
        Size.positive("dense", dense);
        Size.positive("embedding", embedding);
        Size.positive("head", head);
        Size.positive("expert", expert);
    }

    public static TensorWays all(int tensor, int expert) {
        return new TensorWays(tensor, tensor, tensor, tensor, expert);
    }
}
