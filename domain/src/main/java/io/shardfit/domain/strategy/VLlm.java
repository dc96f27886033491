package io.shardfit.domain.strategy;

import static io.shardfit.domain.strategy.Ranks.product;

import java.util.List;

/// vLLM: an engine has PP × TP × PCP ranks, and W = that × DP. Expert parallelism is a switch: on,
/// the experts are dealt over all TP × PCP × DP ranks and none is split; off, each is split over
/// them. A plan says on by expertParallel = TP × PCP × DP. DCP re-uses ranks and splits the cache
/// (vllm-project/vllm@00193b8 vllm/config/parallel.py).
public record VLlm() implements Convention {
    private static final List<Degree> WORLD =
            List.of(Degree.PIPELINE, Degree.TENSOR, Degree.PREFILL_CONTEXT, Degree.DATA);
    private static final List<Degree> FURTHER =
            List.of(Degree.PREFILL_CONTEXT, Degree.DECODE_CONTEXT, Degree.REDUNDANT_EXPERTS);

    @Override
    public String name() {
        return "vllm";
    }

    @Override
    public List<Degree> worldDegrees() {
        return WORLD;
    }

    @Override
    public List<Degree> furtherDegrees() {
        return FURTHER;
    }

    /// {@return TP × PCP × DP: the ranks of the experts, dealt or split}
    public int expertRanks(ParallelStrategy s) {
        return product(s.tensor(), s.contextSplit().prefill(), s.data());
    }

    /// {@return the ranks of one engine}
    public int engineSize(ParallelStrategy s) {
        return product(s.pipeline(), s.tensor(), s.contextSplit().prefill());
    }

    @Override
    public ParallelGroups groups(ParallelStrategy s) {
        boolean dealt = s.expert() > 1;
        return new ParallelGroups(
                worldSize(s),
                s.data(),
                product(s.data(), s.contextSplit().prefill()),
                1,
                dealt ? expertRanks(s) : 1,
                dealt ? 1 : expertRanks(s),
                1,
                s.contextSplit().decode(),
                TensorRanks.all(s.tensor()));
    }

    @Override
    public GroupEquations equations(ParallelStrategy s) {
        boolean dealt = s.expert() > 1;
        return new GroupEquations(
                "DP",
                "DP × PCP",
                "1",
                dealt ? "TP × PCP × DP" : "1",
                dealt ? "1" : "TP × PCP × DP",
                "TP",
                "TP",
                "DCP");
    }
}
