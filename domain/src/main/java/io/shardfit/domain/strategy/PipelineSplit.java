package io.shardfit.domain.strategy;

/// How layers are split.
///
/// @param degree stages that split the layers (PP)
/// @param virtualStages model chunks per pipeline rank (VP)
/// @param placement which layers lie on which chunk
/// @param schedule the order of forward and backward passes
public record PipelineSplit(
        int degree, int virtualStages, LayerPlacement placement, PipelineSchedule schedule) {
    public PipelineSplit {
        Ranks.atLeastOne("pipeline", degree);
        Ranks.atLeastOne("virtualStages", virtualStages);
    }

    /// Layers dealt evenly; interleaved with more than one chunk per rank, else plain 1F1B.
    public PipelineSplit(int degree, int virtualStages) {
        this(degree, virtualStages, LayerPlacement.EVEN, usual(virtualStages));
    }

    /// {@return the schedule of a plan that names none}
    public static PipelineSchedule usual(int virtualStages) {
        return virtualStages > 1
                ? PipelineSchedule.INTERLEAVED
                : PipelineSchedule.ONE_FORWARD_ONE_BACKWARD;
    }

    /// {@return as many stages, layers dealt evenly again: a placement names the chunks it is for}
    PipelineSplit withDegree(int stages) {
        return new PipelineSplit(stages, virtualStages, LayerPlacement.EVEN, schedule);
    }

    PipelineSplit withVirtualStages(int chunks) {
        boolean follows = schedule == usual(virtualStages);
        return new PipelineSplit(
                degree, chunks, LayerPlacement.EVEN, follows ? usual(chunks) : schedule);
    }
}
