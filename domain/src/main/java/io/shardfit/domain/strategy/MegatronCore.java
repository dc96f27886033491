package io.shardfit.domain.strategy;

import static io.shardfit.domain.strategy.Ranks.product;

import java.util.List;

/// NVIDIA Megatron-Core: W = TP × CP × PP × DP; expert parallelism is folded into the DP × CP × TP
/// ranks of a stage, EDP = W ÷ (ETP × EP × PP) (NVIDIA/Megatron-LM@d98e8a6
/// megatron/core/parallel_state.py:803-910).
public record MegatronCore() implements Convention {
    private static final List<Degree> WORLD =
            List.of(Degree.TENSOR, Degree.CONTEXT, Degree.PIPELINE, Degree.DATA);
    private static final List<Degree> FURTHER = List.of(Degree.CONTEXT, Degree.VIRTUAL_STAGES);

    @Override
    public String name() {
        return "megatron-core";
    }

    @Override
    public List<Degree> worldDegrees() {
        return WORLD;
    }

    @Override
    public List<Degree> furtherDegrees() {
        return FURTHER;
    }

    /// {@return ETP × EP × PP, which must divide the world size}
    public int expertModelSize(ParallelStrategy s) {
        return product(s.expertTensor(), s.expert(), s.pipeline());
    }

    @Override
    public ParallelGroups groups(ParallelStrategy s) {
        int world = worldSize(s);
        return ParallelGroups.plain(
                s,
                world,
                s.data(),
                product(s.data(), s.context()),
                Ranks.quotient(world, expertModelSize(s)),
                s.expertTensor());
    }

    @Override
    public GroupEquations equations(ParallelStrategy s) {
        return GroupEquations.plain("DP", "DP × CP", "TP × CP × DP ÷ (ETP × EP)", "ETP");
    }
}
