package io.shardfit.domain.time;

import io.shardfit.domain.architecture.LayerCounts;
import io.shardfit.domain.strategy.PipelineLayout.StageLayers;
import java.util.List;

/// Which stage of a pipeline takes the longest for a micro-batch: all others wait for it.
///
/// @param meanOverSlowest the mean time of the stages over that of the slowest
record Stages(StageLayers slowest, double meanOverSlowest) {
    static Stages of(Dealt dealt, Kinds kinds, Rates rates, TrainingExchanges exchanges) {
        LayerSeconds each = LayerSeconds.of(kinds, rates, exchanges);
        double sends = exchanges.pipeline().exposedSeconds(rates, Pace.EXPECTED);
        List<StageLayers> telling = dealt.telling();
        StageLayers slowest = telling.getFirst();
        double most = 0;
        for (int i = 0; i < telling.size(); i++) {
            StageLayers stage = telling.get(i);
            double seconds = sends + each.of(stage.counts(), Kinds.heads(stage));
            if (seconds > most) {
                most = seconds;
                slowest = stage;
            }
        }
        double mean = sends + each.of(dealt.counts(), dealt.heads()) / dealt.stages();
        return new Stages(slowest, mean / most);
    }

    /// Expected seconds of one layer of each kind.
    private record LayerSeconds(double[] mixers, double dense, double mixture, double head) {
        static LayerSeconds of(Kinds kinds, Rates rates, TrainingExchanges exchanges) {
            double[] mixers = new double[Kinds.MIXERS.length];
            for (int i = 0; i < mixers.length; i++) {
                mixers[i] = seconds(kinds.mixers()[i], rates, exchanges);
            }
            return new LayerSeconds(
                    mixers,
                    seconds(kinds.dense(), rates, exchanges),
                    seconds(kinds.mixture(), rates, exchanges),
                    seconds(kinds.head(), rates, exchanges));
        }

        private static double seconds(Load load, Rates rates, TrainingExchanges exchanges) {
            return load == Load.NOTHING
                    ? 0
                    : TrainingWork.seconds(load, rates, exchanges, Pace.EXPECTED);
        }

        double of(LayerCounts counts, int heads) {
            double seconds = counts.dense() * dense + counts.mixture() * mixture + heads * head;
            for (int kind = 0; kind < mixers.length; kind++) {
                seconds += counts.of(Kinds.MIXERS[kind]) * mixers[kind];
            }
            return seconds;
        }
    }
}
