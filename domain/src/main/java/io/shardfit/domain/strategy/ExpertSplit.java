package io.shardfit.domain.strategy;

import java.util.Optional;
import java.util.OptionalInt;

/// How routed experts are split.
///
/// @param degree ranks over which the experts of a layer are dealt (EP)
/// @param tensor ranks that split each routed expert (ETP), where the plan says so
/// @param redundant expert slots of a layer beyond one per expert, over all ranks
/// @param placement which experts each rank holds, where the plan says so
public record ExpertSplit(
        int degree, OptionalInt tensor, int redundant, Optional<DeclaredPlacement> placement) {
    public ExpertSplit {
        Ranks.atLeastOne("expert", degree);
        tensor.ifPresent(ranks -> Ranks.atLeastOne("expertTensor", ranks));
        if (redundant < 0) {
            throw new IllegalArgumentException(
                    "redundantExperts must not be negative, got " + redundant);
        }
    }

    /// Experts dealt evenly.
    public ExpertSplit(int degree, OptionalInt tensor, int redundant) {
        this(degree, tensor, redundant, Optional.empty());
    }

    ExpertSplit withTensor(int ranks) {
        return new ExpertSplit(degree, OptionalInt.of(ranks), redundant, placement);
    }

    public ExpertSplit withPlacement(DeclaredPlacement other) {
        return new ExpertSplit(degree, tensor, redundant, Optional.of(other));
    }
}
