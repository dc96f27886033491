package io.shardfit.application.accuracy;

import java.util.List;
import java.util.Optional;

/// A component that an engine prints at its start.
enum Component {
    WEIGHTS(
            "weights, GiB",
            "weights",
            "weights expertWeights absorbedProjections rotaryTable draftModel",
            true),
    ACTIVATION(
            "activation peak, GiB",
            "activation",
            "forwardPass sampler expertWorkspace keptBuffers",
            true),
    KEY_VALUE_CACHE("key-value cache, GiB", "kvCache", "cacheBytes", true),
    KEY_VALUE_CACHE_NEEDED(
            "cache that one sequence needs, GiB", "kvCacheNeeded", "neededBytes", true),
    LONGEST_SEQUENCE(
            "longest sequence that fits, tokens", "longestSequence", "longestSequence", false),
    KEY_VALUE_TOKENS("key-value tokens", "kvTokens", "cacheTokens", false),
    CONCURRENCY("concurrency at full length", "concurrency", "concurrency", false);

    static final List<Component> ALL = List.of(values());

    private final String label;
    private final String measured;
    private final String serving;
    private final boolean bytes;

    Component(String label, String measured, String serving, boolean bytes) {
        this.label = label;
        this.measured = measured;
        this.serving = serving;
        this.bytes = bytes;
    }

    String label() {
        return label;
    }

    Optional<Double> measured(PublishedCase published) {
        return bytes ? published.gib(measured) : published.count(measured);
    }

    /// Parts of the table of the stage that printed it, else of the fullest, or a figure of the
    /// `serving` member.
    Optional<Double> predicted(PublishedCase published, Prediction prediction) {
        if (prediction.serving("cacheBytes").isEmpty()) {
            return Optional.empty();
        }
        return this == WEIGHTS || this == ACTIVATION
                ? prediction.parts(List.of(serving.split(" ")), published.stage(measured))
                : prediction.serving(serving).map(value -> bytes ? value / (1 << 30) : value);
    }
}
