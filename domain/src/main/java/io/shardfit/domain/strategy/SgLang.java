package io.shardfit.domain.strategy;

import static io.shardfit.domain.strategy.Ranks.product;

import java.util.List;

/// SGLang: tp_size counts all ranks of a pipeline stage and contains the data parallelism of the
/// attention and the expert parallelism: attention is split over tp ÷ (dp × cp) ranks, an expert
/// over tp ÷ ep. W = DP × PP × TP, DP counting whole servers (sgl-project/sglang@001067f
/// python/sglang/srt/server_args.py; context parallelism:
/// python/sglang/srt/layers/dp_attention.py). With DP attention the input embedding follows the
/// attention, the head stays on all ranks unless `--enable-dp-lm-head` is given.
public record SgLang() implements Convention {
    private static final List<Degree> WORLD = List.of(Degree.DATA, Degree.PIPELINE, Degree.TENSOR);
    private static final List<Degree> FURTHER =
            List.of(Degree.CONTEXT, Degree.ATTENTION_DATA, Degree.REDUNDANT_EXPERTS);

    @Override
    public String name() {
        return "sglang";
    }

    @Override
    public List<Degree> worldDegrees() {
        return WORLD;
    }

    @Override
    public List<Degree> furtherDegrees() {
        return FURTHER;
    }

    /// {@return attn_tp: the ranks that split the heads}
    public int attentionTensor(ParallelStrategy s) {
        return Ranks.quotient(s.tensor(), s.dataSplit().attention(), s.context());
    }

    @Override
    public ParallelGroups groups(ParallelStrategy s) {
        int attention = attentionTensor(s);
        return new ParallelGroups(
                worldSize(s),
                product(s.data(), s.dataSplit().attention()),
                product(s.data(), s.dataSplit().attention(), s.context()),
                s.data(),
                s.expert(),
                Ranks.quotient(s.tensor(), s.expert()),
                1,
                s.context(),
                new TensorRanks(attention, s.tensor(), attention, s.tensor()));
    }

    @Override
    public GroupEquations equations(ParallelStrategy s) {
        return new GroupEquations(
                "DP × ADP", "DP × ADP × CP", "DP", "EP", "TP ÷ EP", "TP ÷ (ADP × CP)", "TP", "CP");
    }
}
