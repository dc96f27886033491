package io.shardfit.domain.strategy;

import static io.shardfit.domain.strategy.Ranks.product;

import java.util.List;

/// Every degree is an axis of its own: W = EP × TP × PP × DP × CP, as the founding report, GenZ and
/// NeMo-Launcher count. The ranks of the expert axis work on different sequences, so the other
/// weights are repeated, and their optimizer may be sharded, over EP × DP × CP; an expert is split
/// over the tensor-parallel ranks and repeated over DP × CP.
public record Multiplicative() implements Convention {
    private static final List<Degree> WORLD =
            List.of(Degree.EXPERT, Degree.TENSOR, Degree.PIPELINE, Degree.DATA, Degree.CONTEXT);
    private static final List<Degree> FURTHER = List.of(Degree.CONTEXT, Degree.VIRTUAL_STAGES);

    @Override
    public String name() {
        return "multiplicative";
    }

    @Override
    public List<Degree> worldDegrees() {
        return WORLD;
    }

    @Override
    public List<Degree> furtherDegrees() {
        return FURTHER;
    }

    @Override
    public ParallelGroups groups(ParallelStrategy s) {
        return ParallelGroups.plain(
                s,
                worldSize(s),
                product(s.data(), s.expert()),
                product(s.data(), s.expert(), s.context()),
                product(s.data(), s.context()),
                s.expertTensor());
    }

    /// Ranks are counted in the order tp-cp-ep-dp-pp.
    @Override
    public int expertStride(ParallelStrategy s) {
        return product(s.tensor(), s.context());
    }

    @Override
    public GroupEquations equations(ParallelStrategy s) {
        return GroupEquations.plain("DP × EP", "DP × EP × CP", "DP × CP", "ETP");
    }
}
