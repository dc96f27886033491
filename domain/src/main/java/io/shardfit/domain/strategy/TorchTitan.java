package io.shardfit.domain.strategy;

import static io.shardfit.domain.strategy.Ranks.product;

import java.util.List;

/// torchtitan (FSDP2, HSDP): W = dp_replicate × dp_shard × cp × tp × pp. EP divides dp_shard × cp ×
/// tp and leaves efsdp = dp_shard × cp × tp ÷ ep shards of each expert; without EP the experts are
/// split over the tensor-parallel ranks like any block (pytorch/torchtitan@b5bcd76
/// torchtitan/distributed/parallel_dims.py:148-180, torchtitan/models/common/MOE_SHARDING.md).
public record TorchTitan() implements Convention {
    private static final List<Degree> WORLD =
            List.of(Degree.DATA, Degree.CONTEXT, Degree.TENSOR, Degree.PIPELINE);
    private static final List<Degree> FURTHER =
            List.of(Degree.CONTEXT, Degree.VIRTUAL_STAGES, Degree.DATA_REPLICATE);

    @Override
    public String name() {
        return "torchtitan";
    }

    @Override
    public List<Degree> worldDegrees() {
        return WORLD;
    }

    @Override
    public List<Degree> furtherDegrees() {
        return FURTHER;
    }

    /// {@return dp_shard: the data-parallel ranks that hold shards of one copy}
    public int dataShards(ParallelStrategy s) {
        return Ranks.quotient(s.data(), s.dataSplit().replicate());
    }

    /// {@return dp_shard × cp × tp, which EP must divide}
    public int sparseRegion(ParallelStrategy s) {
        return product(dataShards(s), s.context(), s.tensor());
    }

    @Override
    public ParallelGroups groups(ParallelStrategy s) {
        int denseShards = product(dataShards(s), s.context());
        boolean dealt = s.expert() > 1;
        return new ParallelGroups(
                worldSize(s),
                s.data(),
                denseShards,
                dealt ? Ranks.quotient(sparseRegion(s), s.expert()) : denseShards,
                s.expert(),
                dealt ? 1 : s.tensor(),
                s.dataSplit().replicate(),
                1,
                TensorRanks.all(s.tensor()));
    }

    @Override
    public GroupEquations equations(ParallelStrategy s) {
        boolean dealt = s.expert() > 1;
        return GroupEquations.plain(
                "DP",
                "DP ÷ RDP × CP",
                dealt ? "DP ÷ RDP × CP × TP ÷ EP" : "DP ÷ RDP × CP",
                dealt ? "1" : "TP");
    }
}
