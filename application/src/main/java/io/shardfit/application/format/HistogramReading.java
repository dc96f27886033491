package io.shardfit.application.format;

import java.util.List;

/// A file of tokens per expert, or the reason why it is none.
public sealed interface HistogramReading {
    static HistogramReading of(String file, byte[] bytes) {
        return HistogramFormat.read(file, bytes);
    }

    /// @param layers one or more layers with as many experts each
    record Read(String file, List<Layer> layers) implements HistogramReading {
        public Read {
            layers = List.copyOf(layers);
        }
    }

    record Rejected(InputError error) implements HistogramReading {}

    /// @param name what the file calls the layer, or its place from 0
    record Layer(String name, List<Long> tokens) {
        public Layer {
            tokens = List.copyOf(tokens);
        }
    }
}
