package io.shardfit.application.format;

import java.util.List;
import java.util.Optional;

/// A part of a plan's text, with where it begins and ends.
sealed interface TextNode {
    /// {@return offset of its first character}
    int start();

    /// {@return offset behind its last character that is not a blank or a comment}
    int end();

    default String in(String text) {
        return text.substring(start(), end());
    }

    default String replacedIn(String text, String other) {
        return text.substring(0, start()) + other + text.substring(end());
    }

    /// @param flow whether it stands in braces
    record Mapping(int start, int end, boolean flow, List<Entry> entries) implements TextNode {
        public Mapping {
            entries = List.copyOf(entries);
        }

        Optional<Entry> entry(String key) {
            return entries.stream().filter(entry -> entry.key().equals(key)).findFirst();
        }
    }

    /// A scalar or a list.
    record Other(int start, int end) implements TextNode {}

    /// @param keyStart offset of the key
    record Entry(String key, int keyStart, int keyEnd, TextNode value) {}
}
