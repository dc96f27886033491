package io.shardfit.application.format;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// The words of a strategy's shorthand, such as `EP16_TP1_PP1_DP4`, and the keys they stand for.
final class Shorthand {
    private static final Map<String, String> KEYS = keys();

    private Shorthand() {}

    private static Map<String, String> keys() {
        Map<String, String> keys = new LinkedHashMap<>();
        keys.put("TP", "tensorParallel");
        keys.put("PP", "pipelineParallel");
        keys.put("DP", "dataParallel");
        keys.put("EP", "expertParallel");
        keys.put("CP", "contextParallel");
        keys.put("ETP", "expertTensorParallel");
        keys.put("VP", "virtualPipelineStages");
        keys.put("RDP", "dataParallelReplicate");
        keys.put("ADP", "attentionDataParallel");
        keys.put("PCP", "prefillContextParallel");
        keys.put("DCP", "decodeContextParallel");
        keys.put("RE", "redundantExperts");
        return keys;
    }

    static boolean has(String text, String key) {
        return words(text).stream().anyMatch(word -> key.equals(KEYS.get(letters(word))));
    }

    /// {@return the shorthand with a degree set; empty when it has no word for the key}
    static Optional<String> with(String text, String key, String value) {
        Optional<String> letters =
                KEYS.entrySet().stream()
                        .filter(entry -> entry.getValue().equals(key))
                        .map(Map.Entry::getKey)
                        .findFirst();
        boolean writable = value.matches("[1-9][0-9]*");
        return letters.filter(_ -> writable).map(word -> joined(text, word, value));
    }

    private static String joined(String text, String letters, String value) {
        List<String> words = new ArrayList<>();
        boolean done = false;
        for (String word : words(text)) {
            boolean same = letters(word).equals(letters);
            words.add(same ? letters + value : word);
            done |= same;
        }
        if (!done) {
            words.add(letters + value);
        }
        return String.join("_", words);
    }

    /// {@return the same degrees as a mapping on one line, those of 1 left out}
    static String asMapping(String text, boolean json) {
        String quote = json ? "\"" : "";
        return words(text).stream()
                .filter(word -> !degree(word).equals("1"))
                .map(word -> quote + KEYS.get(letters(word)) + quote + ": " + degree(word))
                .collect(Collectors.joining(", ", "{", "}"));
    }

    private static List<String> words(String text) {
        return List.of(text.split("_"));
    }

    private static String letters(String word) {
        return word.replaceAll("[0-9]", "");
    }

    private static String degree(String word) {
        return word.replaceAll("[^0-9]", "");
    }
}
