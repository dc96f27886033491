package io.shardfit.domain.time;

import io.shardfit.domain.architecture.Block;
import io.shardfit.domain.architecture.Experts;
import io.shardfit.domain.architecture.LayerCounts;
import io.shardfit.domain.architecture.ModelArchitecture;
import io.shardfit.domain.architecture.TokenMixer;
import io.shardfit.domain.balance.ModelWork;

/// What one token costs in each kind of layer of a model, counted once for all strategies.
///
/// @param mixer weights of the matrices of a mixer, by its ordinal
/// @param scores operations of the score products of a token, by the mixer's ordinal
/// @param dense weights of a dense block
/// @param shared weights of a mixture that every token passes
/// @param expert weights of one routed expert
/// @param head weights of the output head
record LayerWork(
        ModelArchitecture model,
        double[] mixer,
        double[] scores,
        double dense,
        double shared,
        double expert,
        double head) {
    private static final TokenMixer[] MIXERS = TokenMixer.values();

    /// @param context tokens that a token sees on average
    static LayerWork of(ModelArchitecture model, double context) {
        ModelWork work = new ModelWork(model);
        LayerCounts counts = model.stack().counts();
        double[] mixer = new double[MIXERS.length];
        double[] scores = new double[MIXERS.length];
        for (TokenMixer kind : MIXERS) {
            if (counts.of(kind) > 0) {
                mixer[kind.ordinal()] = work.mixer(kind).count();
                scores[kind.ordinal()] = work.scores(kind, context).operations();
            }
        }
        return new LayerWork(
                model,
                mixer,
                scores,
                counts.dense() > 0 ? work.block(Block.DENSE).count() : 0,
                counts.mixture() > 0 ? work.block(Block.MIXTURE).count() : 0,
                work.expert().count(),
                work.head().count());
    }

    int visits() {
        return model.experts().map(Experts::perToken).orElse(0);
    }
}
