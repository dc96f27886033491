package io.shardfit.domain.strategy;

/// How matrices are split.
///
/// @param degree ranks that split each matrix (TP)
/// @param sequenceParallel whether norms and residuals are split over these ranks too
public record TensorSplit(int degree, boolean sequenceParallel) {
    public TensorSplit {
        Ranks.atLeastOne("tensor", degree);
    }
}
