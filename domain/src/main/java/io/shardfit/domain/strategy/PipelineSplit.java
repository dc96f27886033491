package io.shardfit.domain.strategy;

/// How layers are split.
///
/// @param degree stages that split the layers (PP)
/// @param virtualStages model chunks per pipeline rank; 1 is the plain 1F1B schedule (VP)
public record PipelineSplit(int degree, int virtualStages) {
    public PipelineSplit {
        Ranks.atLeastOne("pipeline", degree);
        Ranks.atLeastOne("virtualStages", virtualStages);
    }
}
