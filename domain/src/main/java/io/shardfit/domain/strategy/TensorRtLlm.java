package io.shardfit.domain.strategy;

import static io.shardfit.domain.strategy.Ranks.product;

import java.util.List;

/// TensorRT-LLM: an instance has TP × PP × CP ranks, moe_tp × moe_ep = tp, and W counts DP
/// instances. With attention DP every rank of TP works on its own sequences: attention, dense
/// blocks and embeddings are whole on each, only the experts stay split
/// (NVIDIA/TensorRT-LLM@05ebebb tensorrt_llm/mapping.py; dense blocks:
/// tensorrt_llm/_torch/models/modeling_deepseekv3.py, `_compute_mlp_tp_size`).
public record TensorRtLlm() implements Convention {
    private static final List<Degree> WORLD =
            List.of(Degree.DATA, Degree.TENSOR, Degree.PIPELINE, Degree.CONTEXT);
    private static final List<Degree> FURTHER =
            List.of(Degree.CONTEXT, Degree.ATTENTION_DATA, Degree.REDUNDANT_EXPERTS);

    @Override
    public String name() {
        return "tensorrt-llm";
    }

    @Override
    public List<Degree> worldDegrees() {
        return WORLD;
    }

    @Override
    public List<Degree> furtherDegrees() {
        return FURTHER;
    }

    /// {@return moe_tp: as the plan says, else the ranks that moe_ep leaves}
    public int expertTensor(ParallelStrategy s) {
        return s.expertSplit().tensor().orElse(Ranks.quotient(s.tensor(), s.expert()));
    }

    @Override
    public ParallelGroups groups(ParallelStrategy s) {
        int attention = Ranks.quotient(s.tensor(), s.dataSplit().attention());
        return new ParallelGroups(
                worldSize(s),
                product(s.data(), s.dataSplit().attention()),
                product(s.data(), s.dataSplit().attention(), s.context()),
                product(s.data(), s.context()),
                s.expert(),
                expertTensor(s),
                1,
                s.context(),
                TensorRanks.all(attention));
    }

    /// Neighbouring ranks hold different experts (tensorrt_llm/mapping.py, `moe_ep_rank`).
    @Override
    public int expertStride(ParallelStrategy s) {
        return 1;
    }

    @Override
    public GroupEquations equations(ParallelStrategy s) {
        boolean stated = s.expertSplit().tensor().isPresent();
        return new GroupEquations(
                "DP × ADP",
                "DP × ADP × CP",
                "DP × CP",
                "EP",
                stated ? "ETP" : "TP ÷ EP",
                "TP ÷ ADP",
                "TP ÷ ADP",
                "CP");
    }
}
