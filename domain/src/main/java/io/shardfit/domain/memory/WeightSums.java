package io.shardfit.domain.memory;

import io.shardfit.domain.architecture.WeightTable;
import io.shardfit.domain.architecture.WeightTensor;
import java.util.function.Consumer;

/// Elements on a rank of one mixer, block, norm or end of a model.
///
/// @param linear linear layers, which a quantised model stores in few bits
/// @param wide norms, router and biases, which stay wide
/// @param tables vocabulary and position tables, and what lies outside the decoder
/// @param oneExpert one routed expert
record WeightSums(long linear, long wide, long tables, long oneExpert) {
    static final WeightSums NONE = new WeightSums(0, 0, 0, 0);

    static WeightSums of(Consumer<WeightTable.Sink> weights) {
        Adder adder = new Adder();
        weights.accept(adder);
        return adder.sums();
    }

    /// {@return elements whose optimizer is sharded with the dense weights}
    long dense() {
        return linear + wide + tables;
    }

    private static final class Adder implements WeightTable.Sink {
        private long linear;
        private long wide;
        private long tables;
        private long oneExpert;

        @Override
        public void weight(WeightTensor tensor, long elements) {
            switch (tensor.storage()) {
                case LINEAR -> linear = Math.addExact(linear, elements);
                case ROUTED -> oneExpert = Math.addExact(oneExpert, elements);
                case WIDE -> wide = Math.addExact(wide, elements);
                case TABLE -> tables = Math.addExact(tables, elements);
            }
        }

        WeightSums sums() {
            return new WeightSums(linear, wide, tables, oneExpert);
        }
    }
}
