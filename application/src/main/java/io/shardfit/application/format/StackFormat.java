package io.shardfit.application.format;

import io.shardfit.domain.architecture.Block;
import io.shardfit.domain.architecture.Experts;
import io.shardfit.domain.architecture.FeedForward;
import io.shardfit.domain.architecture.FeedForward.MixtureOfExperts;
import io.shardfit.domain.architecture.LayerCounts;
import io.shardfit.domain.architecture.LayerStack;
import io.shardfit.domain.architecture.LayerStack.Layer;
import io.shardfit.domain.architecture.Mixers;
import io.shardfit.domain.architecture.TokenMixer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// What each layer of a model is: `layers`, and `layerTypes` or `hybridPattern`.
final class StackFormat {
    static final int MOST_LAYERS = 65_536;

    private static final Pattern LETTERS = Pattern.compile("[M*E-]+");

    private final Problems problems;
    private final Fields model;
    private final int layers;
    private final List<TokenMixer> types;
    private final Optional<String> pattern;

    StackFormat(Problems problems, Fields model) {
        this.problems = problems;
        this.model = model;
        this.layers = model.integer("layers", 1, MOST_LAYERS);
        this.types =
                model.list("layerTypes", "full, sliding, chunked, linear or mamba", TokenMixer::of);
        this.pattern =
                model.present(
                        "hybridPattern",
                        "one of the letters M, *, - and E per layer",
                        text -> Optional.of(text).filter(LETTERS.asMatchPredicate()));
        if (model.has("layerTypes") && model.has("hybridPattern")) {
            model.error("hybridPattern", "stands beside `layerTypes`", "keep one of them");
        }
    }

    /// {@return the layers, when everything read so far is without error}
    Optional<LayerStack> read(Mixers mixers, FeedForward feedForward) {
        LayerStack stack =
                pattern.isPresent()
                        ? LayerStack.of(letters(pattern.get()))
                        : LayerStack.of(
                                layers,
                                types.isEmpty() ? List.of(TokenMixer.FULL) : types,
                                feedForward);
        check(stack, mixers, feedForward);
        return problems.none() ? Optional.of(stack) : Optional.empty();
    }

    /// The alphabet of `hybrid_override_pattern` in NVIDIA's Nemotron-H configurations.
    private static List<Layer> letters(String pattern) {
        List<Layer> layers = new ArrayList<>(pattern.length());
        for (char letter : pattern.toCharArray()) {
            layers.add(
                    switch (letter) {
                        case 'M' -> new Layer(TokenMixer.MAMBA, Block.NONE);
                        case '*' -> new Layer(TokenMixer.FULL, Block.NONE);
                        case 'E' -> new Layer(TokenMixer.NONE, Block.MIXTURE);
                        default -> new Layer(TokenMixer.NONE, Block.DENSE);
                    });
        }
        return layers;
    }

    private void check(LayerStack stack, Mixers mixers, FeedForward feedForward) {
        LayerCounts counts = stack.counts();
        if (stack.size() != layers) {
            model.error(
                    "hybridPattern",
                    "has %d letters for %d layers".formatted(stack.size(), layers),
                    "expected one letter per layer");
        }
        if (counts.mixture() > 0 && !(feedForward instanceof MixtureOfExperts)) {
            within("feedForward")
                    .error("experts", "is missing", "expected them, because layers are E");
        }
        needs(counts.linear() > 0 && mixers.linear().isEmpty(), "linearAttention", "linear");
        needs(counts.mamba() > 0 && mixers.stateSpace().isEmpty(), "mamba", "mamba");
        needs(counts.sliding() > 0 && mixers.window() == 0, "window", "sliding", "attention");
        needs(counts.chunked() > 0 && mixers.chunk() == 0, "chunk", "chunked", "attention");
        pointless();
        if (pattern.isPresent() && feedForward instanceof MixtureOfExperts(_, _, Experts experts)) {
            placed("firstDenseLayers", experts.firstDenseLayers() > 0);
            placed("everyNthLayer", experts.everyNthLayer() > 1);
        }
    }

    private void needs(boolean missing, String key, String type) {
        if (missing) {
            model.error(key, "is missing", "expected its sizes, because layers are " + type);
        }
    }

    private void needs(boolean missing, String key, String type, String section) {
        if (missing) {
            within(section).error(key, "is missing", "expected tokens, because layers are " + type);
        }
    }

    /// A layer kind counts as used where it is listed, also when so few layers are left of a model
    /// that none of them is of that kind.
    private void pointless() {
        boolean windows = types.contains(TokenMixer.SLIDING);
        boolean chunks = types.contains(TokenMixer.CHUNKED);
        within("attention").onlyWith("window", windows, "`sliding` in layerTypes");
        within("attention").onlyWith("chunk", chunks, "`chunked` in layerTypes");
        model.onlyWith(
                "globalAttention",
                types.contains(TokenMixer.FULL) && (windows || chunks),
                "`full` beside `sliding` or `chunked` in layerTypes");
        model.onlyWith(
                "linearAttention", types.contains(TokenMixer.LINEAR), "`linear` in layerTypes");
        model.onlyWith(
                "mamba",
                types.contains(TokenMixer.MAMBA) || pattern.orElse("").contains("M"),
                "`mamba` in layerTypes or M in hybridPattern");
    }

    private void placed(String key, boolean stands) {
        if (stands) {
            model.childIfPresent("feedForward")
                    .flatMap(block -> block.childIfPresent("experts"))
                    .orElse(model)
                    .error(
                            key,
                            "means nothing beside `hybridPattern`",
                            "remove it: the letters E say which layers hold experts");
        }
    }

    private Fields within(String section) {
        return model.childIfPresent(section).orElse(model);
    }
}
