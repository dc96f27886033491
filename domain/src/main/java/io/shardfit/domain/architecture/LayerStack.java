package io.shardfit.domain.architecture;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// The layers of a model in order, each with what it mixes tokens with and the block that follows.
/// Counts of any run of layers are looked up, because a search asks for them for every stage.
public final class LayerStack {
    private final List<Layer> layers;
    private final LayerCounts[] before;

    /// One layer of the stack.
    public record Layer(TokenMixer mixer, Block block) {
        public Layer {
            if (mixer == TokenMixer.NONE && block == Block.NONE) {
                throw new IllegalArgumentException("a layer must mix tokens or hold a block");
            }
        }
    }

    private LayerStack(List<Layer> layers) {
        this.layers = List.copyOf(layers);
        this.before = new LayerCounts[layers.size() + 1];
        before[0] = LayerCounts.ZERO;
        for (int i = 0; i < layers.size(); i++) {
            Layer layer = layers.get(i);
            before[i + 1] = before[i].plus(LayerCounts.of(layer.mixer(), layer.block()));
        }
    }

    /// {@return a stack of the layers as they are listed}
    public static LayerStack of(List<Layer> layers) {
        Size.positive("layers", layers.size());
        return new LayerStack(layers);
    }

    /// {@return layers that all have a mixer and a block: mixers are repeated in the given order,
    /// blocks lie where the feed-forward says}
    public static LayerStack of(int count, List<TokenMixer> mixers, FeedForward feedForward) {
        Size.positive("layers", count);
        List<Layer> layers = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            boolean mixture = feedForward.mixtureLayers(i, i + 1) > 0;
            layers.add(
                    new Layer(
                            mixers.get(i % mixers.size()), mixture ? Block.MIXTURE : Block.DENSE));
        }
        return new LayerStack(layers);
    }

    public int size() {
        return layers.size();
    }

    public Layer layer(int index) {
        return layers.get(index);
    }

    /// {@return the counts of the layers `from` (inclusive) to `to` (exclusive)}
    public LayerCounts between(int from, int to) {
        return from == 0 ? before[to] : before[to].minus(before[from]);
    }

    public LayerCounts counts() {
        return before[layers.size()];
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof LayerStack stack && stack.layers.equals(layers);
    }

    @Override
    public int hashCode() {
        return layers.hashCode();
    }

    @Override
    public String toString() {
        return Arrays.toString(layers.toArray());
    }
}
