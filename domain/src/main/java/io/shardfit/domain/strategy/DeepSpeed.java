package io.shardfit.domain.strategy;

import static io.shardfit.domain.strategy.Ranks.product;

import java.util.List;

/// DeepSpeed: W = PP × TP × CP × DP, where CP is Ulysses sequence parallelism. The experts of a
/// layer are dealt inside the data-parallel ranks (EP divides DP, deepspeedai/DeepSpeed@edaa722
/// deepspeed/utils/groups.py:541-568), or, with AutoEP, inside all ranks of a stage (EP divides TP
/// × DP, deepspeed/module_inject/auto_ep_folding.py:69-127). Experts are never split: ETP is 1.
public record DeepSpeed() implements Convention {
    private static final List<Degree> WORLD =
            List.of(Degree.PIPELINE, Degree.TENSOR, Degree.CONTEXT, Degree.DATA);
    private static final List<Degree> FURTHER = List.of(Degree.CONTEXT);

    @Override
    public String name() {
        return "deepspeed";
    }

    @Override
    public List<Degree> worldDegrees() {
        return WORLD;
    }

    @Override
    public List<Degree> furtherDegrees() {
        return FURTHER;
    }

    /// {@return the ranks of one pipeline stage}
    public int stageSize(ParallelStrategy s) {
        return product(s.tensor(), s.context(), s.data());
    }

    /// {@return whether the experts lie inside the data-parallel ranks, as without AutoEP; with
    /// tensor parallelism an expert is then repeated on each of its ranks}
    public boolean isClassic(ParallelStrategy s) {
        return s.data() % s.expert() == 0;
    }

    @Override
    public ParallelGroups groups(ParallelStrategy s) {
        return ParallelGroups.plain(
                s,
                worldSize(s),
                s.data(),
                product(s.data(), s.context()),
                Ranks.quotient(isClassic(s) ? s.data() * s.context() : stageSize(s), s.expert()),
                1);
    }

    /// Experts are dealt over data-parallel neighbours, with AutoEP over all ranks of a stage.
    @Override
    public int expertStride(ParallelStrategy s) {
        return isClassic(s) ? product(s.tensor(), s.context()) : 1;
    }

    @Override
    public GroupEquations equations(ParallelStrategy s) {
        return GroupEquations.plain(
                "DP", "DP × CP", isClassic(s) ? "DP × CP ÷ EP" : "TP × CP × DP ÷ EP", "1");
    }
}
