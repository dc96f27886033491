package io.shardfit.domain.time;

import io.shardfit.domain.architecture.LayerCounts;
import io.shardfit.domain.architecture.TokenMixer;
import io.shardfit.domain.strategy.PipelineLayout.StageLayers;

/// The load of one layer of each kind, and of the head.
record Kinds(Load[] mixers, Load dense, Load mixture, Load head) {
    static final TokenMixer[] MIXERS = {
        TokenMixer.FULL, TokenMixer.SLIDING, TokenMixer.CHUNKED, TokenMixer.LINEAR, TokenMixer.MAMBA
    };

    /// A prediction layer has a loss of its own.
    static int heads(StageLayers stage) {
        return (stage.last() ? 1 : 0) + stage.predictors();
    }

    /// {@return the load of a stage}
    Load of(StageLayers stage) {
        LayerCounts counts = stage.counts();
        Load load = Load.NOTHING;
        for (int i = 0; i < MIXERS.length; i++) {
            load = load.plus(counts.of(MIXERS[i]), mixers[i]);
        }
        return load.plus(counts.dense(), dense)
                .plus(counts.mixture(), mixture)
                .plus(heads(stage), head);
    }
}
