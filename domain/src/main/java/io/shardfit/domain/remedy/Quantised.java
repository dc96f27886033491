package io.shardfit.domain.remedy;

import io.shardfit.domain.architecture.Block;
import io.shardfit.domain.architecture.LayerStack.Layer;
import io.shardfit.domain.architecture.ModelArchitecture;
import io.shardfit.domain.architecture.WeightTable;
import io.shardfit.domain.architecture.WeightTensor;
import io.shardfit.domain.quantity.ParameterCount;
import io.shardfit.domain.workload.WeightFormat;

/// What a quantisation touches: the parameters that are stored in the format's own bits, and those
/// that stay wide.
///
/// @param narrow parameters in the format's bits
/// @param wide parameters in 16 bits or more
public record Quantised(WeightFormat format, ParameterCount narrow, ParameterCount wide) {
    public static Quantised of(ModelArchitecture model, WeightFormat format) {
        Sums sums = new Sums(format);
        WeightTable table = WeightTable.whole(model);
        for (int index = 0; index < model.layers(); index++) {
            Layer layer = model.stack().layer(index);
            sums.copies = 1;
            table.mixer(layer.mixer(), sums);
            table.block(layer.block(), sums.withExperts(model, layer.block()));
        }
        sums.copies = 1;
        table.entry(sums);
        table.exit(sums);
        return new Quantised(format, ParameterCount.of(sums.narrow), ParameterCount.of(sums.wide));
    }

    /// {@return what it touches, in words}
    public String words() {
        return "%s of linear layers in %s with their scales; %s of embedding, head and router stay"
                        .formatted(narrow, format.scheme().word(), wide)
                + " wide";
    }

    private static final class Sums implements WeightTable.Sink {
        private final WeightFormat format;
        private long copies = 1;
        private long narrow;
        private long wide;

        private Sums(WeightFormat format) {
            this.format = format;
        }

        private Sums withExperts(ModelArchitecture model, Block block) {
            copies = block == Block.MIXTURE ? model.experts().orElseThrow().count() : 1;
            return this;
        }

        @Override
        public void weight(WeightTensor tensor, long elements) {
            boolean routed = tensor.storage() == WeightTensor.Storage.ROUTED;
            long all = Math.multiplyExact(elements, routed ? copies : 1);
            if (format.isQuantised(tensor)) {
                narrow = Math.addExact(narrow, all);
            } else {
                wide = Math.addExact(wide, all);
            }
        }
    }
}
