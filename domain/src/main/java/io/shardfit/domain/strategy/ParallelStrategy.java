package io.shardfit.domain.strategy;

import java.util.OptionalInt;

/// The degrees of a parallel strategy, in the words of the field, grouped by what they split. What
/// they multiply to depends on a {@link Convention}.
public record ParallelStrategy(
        TensorSplit tensorSplit,
        PipelineSplit pipelineSplit,
        DataSplit dataSplit,
        ContextSplit contextSplit,
        ExpertSplit expertSplit) {

    /// {@return the strategy of a single GPU, to be changed degree by degree}
    public static ParallelStrategy single() {
        return new ParallelStrategy(
                new TensorSplit(1, true),
                new PipelineSplit(1, 1),
                new DataSplit(1, 1, 1),
                new ContextSplit(1, 1, 1),
                new ExpertSplit(1, OptionalInt.empty(), 0));
    }

    public int tensor() {
        return tensorSplit.degree();
    }

    public int pipeline() {
        return pipelineSplit.degree();
    }

    public int data() {
        return dataSplit.degree();
    }

    public int expert() {
        return expertSplit.degree();
    }

    public int context() {
        return contextSplit.degree();
    }

    public boolean sequenceParallel() {
        return tensorSplit.sequenceParallel();
    }

    public int virtualStages() {
        return pipelineSplit.virtualStages();
    }

    /// {@return ranks that split each routed expert as the plan says, or as the tensors are split;
    /// what a convention makes of it is in its {@link ParallelGroups}}
    public int expertTensor() {
        return expertSplit.tensor().orElse(tensor());
    }

    /// {@return the ways in which norms and residuals are split}
    public int normShards() {
        return sequenceParallel() ? tensor() : 1;
    }

    /// {@return the strategy with another tensor parallelism; an expert tensor parallelism that
    /// equalled it follows}
    public ParallelStrategy withTensor(int degree) {
        ParallelStrategy other = with(new TensorSplit(degree, sequenceParallel()));
        boolean follows = expertSplit.tensor().equals(OptionalInt.of(tensor()));
        return follows ? other.withExpertTensor(degree) : other;
    }

    public ParallelStrategy withSequenceParallel(boolean split) {
        return with(new TensorSplit(tensor(), split));
    }

    public ParallelStrategy withPipeline(int degree) {
        return with(pipelineSplit.withDegree(degree));
    }

    public ParallelStrategy withVirtualStages(int chunks) {
        return with(pipelineSplit.withVirtualStages(chunks));
    }

    public ParallelStrategy withData(int degree) {
        return with(new DataSplit(degree, dataSplit.replicate(), dataSplit.attention()));
    }

    public ParallelStrategy withDataReplicate(int copies) {
        return with(new DataSplit(data(), copies, dataSplit.attention()));
    }

    public ParallelStrategy withAttentionData(int degree) {
        return with(new DataSplit(data(), dataSplit.replicate(), degree));
    }

    public ParallelStrategy withContext(int degree) {
        return with(new ContextSplit(degree, contextSplit.prefill(), contextSplit.decode()));
    }

    public ParallelStrategy withPrefillContext(int degree) {
        return with(new ContextSplit(context(), degree, contextSplit.decode()));
    }

    public ParallelStrategy withDecodeContext(int degree) {
        return with(new ContextSplit(context(), contextSplit.prefill(), degree));
    }

    /// {@return the strategy with experts dealt over another number of ranks; lists of experts for
    /// the former ranks are dropped}
    public ParallelStrategy withExpert(int degree) {
        return with(new ExpertSplit(degree, expertSplit.tensor(), expertSplit.redundant()));
    }

    public ParallelStrategy withExpertTensor(int degree) {
        return with(expertSplit.withTensor(degree));
    }

    public ParallelStrategy withRedundantExperts(int slots) {
        return with(new ExpertSplit(expert(), expertSplit.tensor(), slots));
    }

    private ParallelStrategy with(TensorSplit other) {
        return new ParallelStrategy(other, pipelineSplit, dataSplit, contextSplit, expertSplit);
    }

    public ParallelStrategy with(PipelineSplit other) {
        return new ParallelStrategy(tensorSplit, other, dataSplit, contextSplit, expertSplit);
    }

    private ParallelStrategy with(DataSplit other) {
        return new ParallelStrategy(tensorSplit, pipelineSplit, other, contextSplit, expertSplit);
    }

    private ParallelStrategy with(ContextSplit other) {
        return new ParallelStrategy(tensorSplit, pipelineSplit, dataSplit, other, expertSplit);
    }

    public ParallelStrategy with(ExpertSplit other) {
        return new ParallelStrategy(tensorSplit, pipelineSplit, dataSplit, contextSplit, other);
    }

    /// {@return the shorthand, for example `EP16_TP1_PP1_DP4`; degrees of 1 beyond these four are
    /// left out}
    public String shorthand() {
        StringBuilder text =
                new StringBuilder(
                        "EP%d_TP%d_PP%d_DP%d".formatted(expert(), tensor(), pipeline(), data()));
        append(text, "CP", context(), 1);
        append(text, "ETP", expertTensor(), tensor());
        append(text, "VP", virtualStages(), 1);
        append(text, "RDP", dataSplit.replicate(), 1);
        append(text, "ADP", dataSplit.attention(), 1);
        append(text, "PCP", contextSplit.prefill(), 1);
        append(text, "DCP", contextSplit.decode(), 1);
        append(text, "RE", expertSplit.redundant(), 0);
        return text.toString();
    }

    private static void append(StringBuilder text, String word, int degree, int usual) {
        if (degree != usual) {
            text.append('_').append(word).append(degree);
        }
    }
}
