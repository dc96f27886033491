package io.shardfit.domain.verdict.framework;

import io.shardfit.domain.strategy.Degree;
import java.util.List;
import java.util.stream.Stream;

/// Why a framework does not start: its own sentence in quotation marks, or ours without them where
/// the framework says nothing readable.
///
/// @param keys the plan keys that decide it
public record Refusal(String sentence, List<String> keys) {
    public Refusal {
        keys = List.copyOf(keys);
    }

    /// {@return the framework's own sentence}
    static Refusal quoted(String sentence, String... keys) {
        return new Refusal("\"" + sentence + "\"", List.of(keys));
    }

    static Refusal quoted(String sentence, Degree... degrees) {
        return new Refusal("\"" + sentence + "\"", keysOf(degrees));
    }

    /// {@return our sentence, where the framework has none}
    static Refusal ours(String sentence, Degree... degrees) {
        return new Refusal(sentence, keysOf(degrees));
    }

    private static List<String> keysOf(Degree... degrees) {
        return Stream.of(degrees).map(Degree::key).toList();
    }
}
