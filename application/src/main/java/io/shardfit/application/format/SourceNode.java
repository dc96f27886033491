package io.shardfit.application.format;

import java.util.List;
import java.util.Optional;

/// A YAML or JSON document as a tree that remembers where everything stood.
sealed interface SourceNode {
    Position at();

    /// {@return what a person would call it in an error}
    String kind();

    record Mapping(Position at, List<Entry> entries) implements SourceNode {
        public Mapping {
            entries = List.copyOf(entries);
        }

        @Override
        public String kind() {
            return "a mapping";
        }

        Optional<Entry> entry(String key) {
            return entries.stream().filter(entry -> entry.key().equals(key)).findFirst();
        }
    }

    record Entry(String key, Position keyAt, SourceNode value) {}

    record Sequence(Position at, List<SourceNode> items) implements SourceNode {
        public Sequence {
            items = List.copyOf(items);
        }

        @Override
        public String kind() {
            return "a list";
        }
    }

    /// @param quoted whether it can only be text, because it was written in quotes
    record Scalar(Position at, String text, boolean quoted) implements SourceNode {
        @Override
        public String kind() {
            return isNothing() ? "nothing" : "\"" + text + "\"";
        }

        boolean isNothing() {
            return !quoted && (text.isEmpty() || text.equals("null") || text.equals("~"));
        }
    }
}
