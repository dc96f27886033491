package io.shardfit.domain.memory;

import io.shardfit.domain.architecture.Block;
import io.shardfit.domain.architecture.LayerCounts;
import io.shardfit.domain.architecture.ModelArchitecture;
import io.shardfit.domain.architecture.TokenMixer;
import io.shardfit.domain.architecture.WeightTable;

/// Elements on a rank per kind of layer: they follow from a model and from how its matrices are
/// split, whatever else a plan says.
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
record LayerWeights(
        WeightSums full,
        WeightSums local,
        WeightSums linear,
        WeightSums mamba,
        WeightSums denseBlock,
        WeightSums mixture,
        WeightSums norm,
        WeightSums entry,
        WeightSums exit,
        WeightSums predictor) {

    static LayerWeights of(WeightTable table) {
        ModelArchitecture model = table.model();
        LayerCounts counts = model.stack().counts();
        boolean separate = model.mixers().global().isPresent();
        WeightSums full = WeightSums.of(sink -> table.mixer(TokenMixer.FULL, sink));
        return new LayerWeights(
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
                        : WeightSums.NONE);
    }

    private static WeightSums mixer(WeightTable table, TokenMixer mixer, int layers) {
        return layers == 0 ? WeightSums.NONE : WeightSums.of(sink -> table.mixer(mixer, sink));
    }
}
