package io.shardfit.domain.memory;

import io.shardfit.domain.architecture.Block;
import io.shardfit.domain.architecture.LayerCounts;
import io.shardfit.domain.architecture.LayerStack.Layer;
import io.shardfit.domain.architecture.ModelArchitecture;
import io.shardfit.domain.architecture.TokenMixer;
import io.shardfit.domain.architecture.WeightTable;
import io.shardfit.domain.balance.RankLoad;
import io.shardfit.domain.plan.DeploymentPlan;
import io.shardfit.domain.strategy.PipelineLayout.StageLayers;

/// Parameters (elements) on the fullest rank of a stage, from the layers that really lie there
/// (NVIDIA/Megatron-LM@d98e8a6 megatron/training/theoretical_memory_usage.py:60-305).
///
/// @param localExperts routed experts of a layer on the rank, replicas counted
record RankParameters(DeploymentPlan plan, WeightTable table, SplitSums sums, long localExperts) {
    static final String SOURCE =
            "NVIDIA/Megatron-LM@d98e8a6 megatron/training/theoretical_memory_usage.py:60-139";

    static RankParameters of(DeploymentPlan plan, RankLoad load, SharedSums shared) {
        WeightTable table =
                new WeightTable(
                        plan.model(), plan.strategy().tensor(), plan.groups().expertTensor());
        return new RankParameters(
                plan,
                table,
                shared.of(table),
                plan.model().experts().isPresent() ? load.slots() : 0);
    }

    private LayerWeights each() {
        return sums.weights();
    }

    /// {@return what lies before the first layer}
    WeightSums entry() {
        return each().entry();
    }

    /// {@return what lies behind the last layer}
    WeightSums exit() {
        return each().exit();
    }

    /// {@return elements whose optimizer is sharded over data and context parallel ranks (`P_d`)}
    long dense(StageLayers stage) {
        return Math.addExact(linear(stage), Math.addExact(wide(stage), tables(stage)));
    }

    /// {@return elements of linear layers, which a quantised model stores in few bits}
    long linear(StageLayers stage) {
        LayerCounts counts = stage.counts();
        return times(counts.full(), each().full().linear())
                + times(counts.sliding() + counts.chunked(), each().local().linear())
                + times(counts.linear(), each().linear().linear())
                + times(counts.mamba(), each().mamba().linear())
                + times(counts.dense(), each().denseBlock().linear())
                + times(counts.mixture(), each().mixture().linear())
                + times(stage.predictors(), each().predictor().linear());
    }

    /// {@return elements of norms, router and biases}
    long wide(StageLayers stage) {
        LayerCounts counts = stage.counts();
        return counts.full() * each().full().wide()
                + (counts.sliding() + counts.chunked()) * each().local().wide()
                + counts.linear() * each().linear().wide()
                + counts.mamba() * each().mamba().wide()
                + counts.dense() * each().denseBlock().wide()
                + counts.mixture() * each().mixture().wide()
                + counts.norms() * each().norm().wide()
                + stage.predictors() * each().predictor().wide()
                + (stage.last() ? each().exit().wide() : 0);
    }

    /// {@return elements of vocabulary and position tables, and outside the decoder: a tied head on
    /// the embedding's own stage adds none; prediction layers need the embedding again}
    long tables(StageLayers stage) {
        long tables = stage.first() ? each().entry().tables() : 0;
        if (stage.last() && !(stage.first() && plan.model().tiedEmbeddings())) {
            tables = Math.addExact(tables, each().exit().tables());
        }
        return needsEmbeddingAgain(stage) ? Math.addExact(tables, each().exit().tables()) : tables;
    }

    private boolean needsEmbeddingAgain(StageLayers stage) {
        return stage.predictors() > 0 && !stage.first() && !plan.model().tiedEmbeddings();
    }

    private static long times(long layers, long elements) {
        return Math.multiplyExact(layers, elements);
    }

    /// {@return elements of routed experts, whose optimizer is sharded over EDP (`P_e`)}
    long routed(StageLayers stage) {
        return Math.multiplyExact(
                Math.multiplyExact(stage.mixture(), localExperts), each().mixture().oneExpert());
    }

    /// {@return elements of the largest single layer}
    long largestLayer() {
        long largest = 0;
        ModelArchitecture model = plan.model();
        for (int i = 0; i < model.layers(); i++) {
            Layer layer = model.stack().layer(i);
            largest = Math.max(largest, of(layer.mixer()) + of(layer.block()));
        }
        return largest;
    }

    private long of(TokenMixer mixer) {
        return switch (mixer) {
            case NONE -> 0;
            case FULL -> each().full().dense() + each().norm().dense();
            case SLIDING, CHUNKED -> each().local().dense() + each().norm().dense();
            case LINEAR -> each().linear().dense() + each().norm().dense();
            case MAMBA -> each().mamba().dense() + each().norm().dense();
        };
    }

    private long of(Block block) {
        return switch (block) {
            case NONE -> 0;
            case DENSE -> each().denseBlock().dense() + each().norm().dense();
            case MIXTURE ->
                    each().mixture().dense()
                            + each().norm().dense()
                            + localExperts * each().mixture().oneExpert();
        };
    }
}
