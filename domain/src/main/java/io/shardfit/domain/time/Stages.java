package io.shardfit.domain.time;

import io.shardfit.domain.architecture.LayerCounts;
import io.shardfit.domain.strategy.PipelineLayout;
import io.shardfit.domain.strategy.PipelineLayout.StageLayers;

/// Which stage of a pipeline takes the longest for a micro-batch: all others wait for it.
///
/// @param meanOverSlowest the mean time of the stages over that of the slowest
record Stages(StageLayers slowest, double meanOverSlowest) {
    static Stages of(PipelineLayout layout, Kinds kinds, Rates rates, TrainingExchanges exchanges) {
        double[] mixers = new double[Kinds.MIXERS.length];
        for (int i = 0; i < mixers.length; i++) {
            mixers[i] = seconds(kinds.mixers()[i], rates, exchanges);
        }
        double dense = seconds(kinds.dense(), rates, exchanges);
        double mixture = seconds(kinds.mixture(), rates, exchanges);
        double head = seconds(kinds.head(), rates, exchanges);
        double sends = exchanges.pipeline().exposedSeconds(rates, Pace.EXPECTED);
        StageLayers slowest = layout.stage(0);
        double most = 0;
        double sum = 0;
        for (int i = 0; i < layout.stages(); i++) {
            StageLayers stage = i == 0 ? slowest : layout.stage(i);
            LayerCounts counts = stage.counts();
            double seconds =
                    sends
                            + counts.dense() * dense
                            + counts.mixture() * mixture
                            + Kinds.heads(stage) * head;
            for (int kind = 0; kind < mixers.length; kind++) {
                seconds += counts.of(Kinds.MIXERS[kind]) * mixers[kind];
            }
            sum += seconds;
            if (seconds > most) {
                most = seconds;
                slowest = stage;
            }
        }
        return new Stages(slowest, sum / layout.stages() / most);
    }

    private static double seconds(Load load, Rates rates, TrainingExchanges exchanges) {
        return load == Load.NOTHING ? 0 : TrainingTime.work(load, rates, exchanges, Pace.EXPECTED);
    }
}
