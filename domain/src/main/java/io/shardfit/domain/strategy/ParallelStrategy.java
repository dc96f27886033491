package io.shardfit.domain.strategy;

/// The degrees of a parallel strategy, in the words of the field. What they multiply to depends on
/// a {@link Convention}.
///
/// @param tensor ranks that split each matrix (TP)
/// @param pipeline stages that split the layers (PP)
/// @param data replicas as the convention counts them (DP)
/// @param expert ranks that split the routed experts of a layer (EP)
/// @param context ranks that split a sequence (CP)
/// @param expertTensor ranks that split each routed expert (ETP)
/// @param sequenceParallel whether norms and residuals are split over the tensor-parallel ranks
/// @param virtualStages model chunks per pipeline rank; 1 is the plain 1F1B schedule
public record ParallelStrategy(
        int tensor,
        int pipeline,
        int data,
        int expert,
        int context,
        int expertTensor,
        boolean sequenceParallel,
        int virtualStages) {
    public ParallelStrategy {
        degree("tensor", tensor);
        degree("pipeline", pipeline);
        degree("data", data);
        degree("expert", expert);
        degree("context", context);
        degree("expertTensor", expertTensor);
        degree("virtualStages", virtualStages);
    }

    private static void degree(String name, int value) {
        if (value < 1) {
            throw new IllegalArgumentException(name + " must be at least 1, got " + value);
        }
    }

    /// {@return the ways in which norms and residuals are split}
    public int normShards() {
        return sequenceParallel ? tensor : 1;
    }

    public ParallelStrategy withTensor(int degree) {
        int etp = expertTensor == tensor ? degree : expertTensor;
        return new ParallelStrategy(
                degree, pipeline, data, expert, context, etp, sequenceParallel, virtualStages);
    }

    public ParallelStrategy withPipeline(int degree) {
        return new ParallelStrategy(
                tensor,
                degree,
                data,
                expert,
                context,
                expertTensor,
                sequenceParallel,
                virtualStages);
    }

    public ParallelStrategy withData(int degree) {
        return new ParallelStrategy(
                tensor,
                pipeline,
                degree,
                expert,
                context,
                expertTensor,
                sequenceParallel,
                virtualStages);
    }

    public ParallelStrategy withExpert(int degree) {
        return new ParallelStrategy(
                tensor,
                pipeline,
                data,
                degree,
                context,
                expertTensor,
                sequenceParallel,
                virtualStages);
    }

    public ParallelStrategy withExpertTensor(int degree) {
        return new ParallelStrategy(
                tensor, pipeline, data, expert, context, degree, sequenceParallel, virtualStages);
    }

    /// {@return the shorthand, for example `EP16_TP1_PP1_DP4`; degrees of 1 beyond these four are
    /// left out}
    public String shorthand() {
        String text = "EP%d_TP%d_PP%d_DP%d".formatted(expert, tensor, pipeline, data);
        if (context > 1) {
            text += "_CP" + context;
        }
        if (expertTensor != tensor) {
            text += "_ETP" + expertTensor;
        }
        if (virtualStages > 1) {
            text += "_VP" + virtualStages;
        }
        return text;
    }
}
