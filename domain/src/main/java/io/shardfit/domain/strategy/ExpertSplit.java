package io.shardfit.domain.strategy;

import java.util.OptionalInt;

/// How routed experts are split.
///
/// @param degree ranks over which the experts of a layer are dealt (EP)
/// @param tensor ranks that split each routed expert (ETP), where the plan says so
/// @param redundant expert slots of a layer beyond one per expert, over all ranks
public record ExpertSplit(int degree, OptionalInt tensor, int redundant) {
    public ExpertSplit {
        Ranks.atLeastOne("expert", degree);
        tensor.ifPresent(ranks -> Ranks.atLeastOne("expertTensor", ranks));
        if (redundant < 0) {
            throw new IllegalArgumentException(
                    "redundantExperts must not be negative, got " + redundant);
        }
    }
}
