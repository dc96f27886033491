package io.shardfit.domain.memory;

import io.shardfit.domain.architecture.LayerCounts;
import io.shardfit.domain.architecture.WeightTensor;
import io.shardfit.domain.quantity.Derivation;
import io.shardfit.domain.strategy.PipelineLayout.StageLayers;

/// Transformer Engine keeps one dummy gradient per kind of linear weight so that autograd sees a
/// gradient while the real one is accumulated in place (TE 2.3 for linear layers, 2.10 for grouped
/// ones; MooreThreads/SimuMax@4dcaae5 simumax/core/base_struct.py:1098-1114). A role counts once,
/// however many layers use it, also where two roles have the same shape; of grouped experts one
/// expert's shape counts.
record WeightGradientCache(RankParameters rank) {
    static final String SOURCE =
            "one dummy gradient per linear role, MooreThreads/SimuMax@4dcaae5"
                    + " simumax/core/base_struct.py:1098-1114";

    /// {@return whether a weight is a linear layer of its own}
    static boolean holds(WeightTensor tensor) {
        return switch (tensor.storage()) {
            case LINEAR -> true;
            case ROUTED -> tensor != WeightTensor.ROUTED_BIAS;
            case TABLE -> tensor == WeightTensor.HEAD;
            case WIDE -> false;
        };
    }

    long elements(StageLayers stage) {
        LayerCounts counts = stage.counts();
        return once(full(counts), rank.full())
                + once(local(counts), rank.local())
                + once(counts.linear(), rank.linear())
                + once(counts.mamba(), rank.mamba())
                + once(counts.dense(), rank.denseBlock())
                + once(counts.mixture(), rank.mixture())
                + once(stage.predictors(), rank.predictor())
                + once(stage.last() ? 1 : 0, rank.exit());
    }

    /// Full and windowed layers of the same shape share their roles.
    private int full(LayerCounts counts) {
        return separate() ? counts.full() : counts.attention();
    }

    private int local(LayerCounts counts) {
        return separate() ? counts.sliding() + counts.chunked() : 0;
    }

    private boolean separate() {
        return rank.plan().model().mixers().global().isPresent();
    }

    private static long once(int layers, WeightSums sums) {
        return layers > 0 ? sums.cached() : 0;
    }

    Derivation elementsHow(StageLayers stage) {
        LayerCounts counts = stage.counts();
        return Derivation.of(
                elements(stage),
                "elements",
                "full + local + linear + mamba + dense + mixture + predictor + head",
                SOURCE,
                role("full", full(counts), rank.full(), "attention projections"),
                role("local", local(counts), rank.local(), "projections of windowed attention"),
                role("linear", counts.linear(), rank.linear(), "linear attention"),
                role("mamba", counts.mamba(), rank.mamba(), "Mamba-2 projections"),
                role("dense", counts.dense(), rank.denseBlock(), "a dense block"),
                role("mixture", counts.mixture(), rank.mixture(), "one expert and shared experts"),
                role("predictor", stage.predictors(), rank.predictor(), "prediction layers"),
                role("head", stage.last() ? 1 : 0, rank.exit(), "the head"));
    }

    private static Derivation.Term role(String symbol, int layers, WeightSums sums, String what) {
        return Derivation.term(
                symbol,
                once(layers, sums),
                what + " on a rank, once if the stage has any",
                "layers as placed");
    }
}
