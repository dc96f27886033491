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
/// @param full a mixer with full attention
/// @param local a mixer with attention over a window or chunk
/// @param linear a mixer with linear attention
/// @param mamba a mixer with a state space
/// @param denseBlock feed-forward of a dense layer
/// @param mixture feed-forward of a mixture layer, with one routed expert
/// @param norm one norm
/// @param entry what lies before the first layer
/// @param exit what lies behind the last layer
/// @param predictor what a multi-token-prediction layer has beside the layer it repeats
/// @param localExperts routed experts of a layer on the rank, replicas counted
record RankParameters(
        DeploymentPlan plan,
        WeightTable table,
        WeightSums full,
        WeightSums local,
        WeightSums linear,
        WeightSums mamba,
        WeightSums denseBlock,
        WeightSums mixture,
        WeightSums norm,
        WeightSums entry,
        WeightSums exit,
        WeightSums predictor,
        long localExperts) {
    static final String SOURCE =
            "NVIDIA/Megatron-LM@d98e8a6 megatron/training/theoretical_memory_usage.py:60-139";

    static RankParameters of(DeploymentPlan plan, RankLoad load) {
        ModelArchitecture model = plan.model();
        WeightTable table =
                new WeightTable(model, plan.strategy().tensor(), plan.groups().expertTensor());
        LayerCounts counts = model.stack().counts();
        boolean separate = model.mixers().global().isPresent();
        WeightSums full = WeightSums.of(sink -> table.mixer(TokenMixer.FULL, sink));
        return new RankParameters(
                plan,
                table,
                full,
                separate ? WeightSums.of(sink -> table.mixer(TokenMixer.SLIDING, sink)) : full,
                mixer(table, TokenMixer.LINEAR, counts.linear()),
                mixer(table, TokenMixer.MAMBA, counts.mamba()),
                WeightSums.of(sink -> table.block(Block.DENSE, sink)),
                model.experts().isPresent()
                        ? WeightSums.of(sink -> table.block(Block.MIXTURE, sink))
                        : WeightSums.NONE,
                WeightSums.of(table::norm),
                WeightSums.of(table::entry),
                WeightSums.of(table::exit),
                model.additions().multiTokenPredictionLayers() > 0
                        ? WeightSums.of(table::multiTokenPrediction)
                        : WeightSums.NONE,
                model.experts().isPresent() ? load.slots() : 0);
    }

    private static WeightSums mixer(WeightTable table, TokenMixer mixer, int layers) {
        return layers == 0 ? WeightSums.NONE : WeightSums.of(sink -> table.mixer(mixer, sink));
    }

    /// {@return elements whose optimizer is sharded over data and context parallel ranks (`P_d`)}
    long dense(StageLayers stage) {
        return Math.addExact(linear(stage), Math.addExact(wide(stage), tables(stage)));
    }

    /// {@return elements of linear layers, which a quantised model stores in few bits}
    long linear(StageLayers stage) {
        LayerCounts counts = stage.counts();
        return times(counts.full(), full.linear())
                + times(counts.sliding() + counts.chunked(), local.linear())
                + times(counts.linear(), linear.linear())
                + times(counts.mamba(), mamba.linear())
                + times(counts.dense(), denseBlock.linear())
                + times(counts.mixture(), mixture.linear())
                + times(stage.predictors(), predictor.linear());
    }

    /// {@return elements of norms, router and biases}
    long wide(StageLayers stage) {
        LayerCounts counts = stage.counts();
        return counts.full() * full.wide()
                + (counts.sliding() + counts.chunked()) * local.wide()
                + counts.linear() * linear.wide()
                + counts.mamba() * mamba.wide()
                + counts.dense() * denseBlock.wide()
                + counts.mixture() * mixture.wide()
                + counts.norms() * norm.wide()
                + stage.predictors() * predictor.wide()
                + (stage.last() ? exit.wide() : 0);
    }

    /// {@return elements of vocabulary and position tables, and outside the decoder: a tied head on
    /// the embedding's own stage adds none; prediction layers need the embedding again}
    long tables(StageLayers stage) {
        long tables = stage.first() ? entry.tables() : 0;
        if (stage.last() && !(stage.first() && plan.model().tiedEmbeddings())) {
            tables = Math.addExact(tables, exit.tables());
        }
        return needsEmbeddingAgain(stage) ? Math.addExact(tables, exit.tables()) : tables;
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
                Math.multiplyExact(stage.mixture(), localExperts), mixture.oneExpert());
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
            case FULL -> full.dense() + norm.dense();
            case SLIDING, CHUNKED -> local.dense() + norm.dense();
            case LINEAR -> linear.dense() + norm.dense();
            case MAMBA -> mamba.dense() + norm.dense();
        };
    }

    private long of(Block block) {
        return switch (block) {
            case NONE -> 0;
            case DENSE -> denseBlock.dense() + norm.dense();
            case MIXTURE -> mixture.dense() + norm.dense() + localExperts * mixture.oneExpert();
        };
    }
}
