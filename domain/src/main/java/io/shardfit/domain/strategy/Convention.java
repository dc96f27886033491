package io.shardfit.domain.strategy;

import java.util.List;
import java.util.Optional;

/// What the degrees of a strategy mean: the same words give different numbers of GPUs in different
/// frameworks. Sealed, because every rule must say what it does for each.
public sealed interface Convention
        permits Multiplicative, MegatronCore, DeepSpeed, TorchTitan, VLlm, SgLang, TensorRtLlm {

    /// {@return every convention, in the order in which they are shown side by side}
    static List<Convention> all() {
        return List.of(
                new Multiplicative(),
                new MegatronCore(),
                new DeepSpeed(),
                new TorchTitan(),
                new VLlm(),
                new SgLang(),
                new TensorRtLlm());
    }

    static Optional<Convention> ofName(String name) {
        return all().stream().filter(known -> known.name().equals(name)).findFirst();
    }

    /// {@return the name used in a plan's `framework.name`}
    String name();

    /// {@return whether it is a serving engine, which takes for its cache what memory there is}
    default boolean serves() {
        return switch (this) {
            case VLlm _, SgLang _, TensorRtLlm _ -> true;
            case Multiplicative _, MegatronCore _, DeepSpeed _, TorchTitan _ -> false;
        };
    }

    /// {@return the degrees whose product is the number of GPUs, in the framework's order}
    List<Degree> worldDegrees();

    /// {@return the degrees beyond TP, PP, DP and EP that mean something here}
    List<Degree> furtherDegrees();

    /// {@return the groups; meaningful only when no rule refuses the strategy}
    ParallelGroups groups(ParallelStrategy strategy);

    /// {@return how many ranks lie between two neighbouring expert-parallel ranks}
    default int expertStride(ParallelStrategy strategy) {
        return groups(strategy).expertTensor();
    }

    /// {@return how the groups follow from the degrees}
    GroupEquations equations(ParallelStrategy strategy);

    /// {@return the GPUs that these degrees need}
    default int worldSize(ParallelStrategy strategy) {
        int ranks = 1;
        for (Degree degree : worldDegrees()) {
            ranks = Math.multiplyExact(ranks, degree.of(strategy));
        }
        return ranks;
    }

    /// {@return how the world-size product is written}
    default String worldSizeEquation() {
        return String.join(" × ", worldDegrees().stream().map(Degree::symbol).toList());
    }
}
