package io.shardfit.application.format;

import io.shardfit.application.format.SourceNode.Entry;
import io.shardfit.application.format.SourceNode.Mapping;
import io.shardfit.application.format.SourceNode.Scalar;
import io.shardfit.application.format.SourceNode.Sequence;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Builds the tree from the events of either parser, without recursion, and refuses depth and
/// repeated keys.
final class TreeBuilder {
    private final Deque<Level> open = new ArrayDeque<>();
    private @Nullable SourceNode root;

    /// A mapping or list that is not closed yet.
    private static final class Level {
        private final Position at;
        private final boolean mapping;
        private final List<Entry> entries = new ArrayList<>();
        private final List<SourceNode> items = new ArrayList<>();
        private final Map<String, Position> seen = new HashMap<>();
        private @Nullable String key;
        private Position keyAt = Position.START;

        private Level(Position at, boolean mapping) {
            this.at = at;
            this.mapping = mapping;
        }
    }

    void start(Position at, boolean mapping) throws UnreadableText {
        if (open.size() >= SourceTree.MAX_DEPTH) {
            throw new UnreadableText(
                    at,
                    "nested deeper than " + SourceTree.MAX_DEPTH + " levels",
                    "a plan has at most six");
        }
        Level level = open.peek();
        if (level != null && level.mapping && level.key == null) {
            throw new UnreadableText(
                    at, "a mapping or list cannot be a key", "write a word and a colon");
        }
        open.push(new Level(at, mapping));
    }

    void end() throws UnreadableText {
        Level level = open.pop();
        add(
                level.mapping
                        ? new Mapping(level.at, level.entries)
                        : new Sequence(level.at, level.items));
    }

    void scalar(Position at, String text, boolean quoted) throws UnreadableText {
        if (text.codePoints().anyMatch(TreeBuilder::isHalfACharacter)) {
            throw new UnreadableText(
                    at, "the text holds an unpaired surrogate", "write the whole character");
        }
        Level level = open.peek();
        if (level != null && level.mapping && level.key == null) {
            key(level, at, text);
        } else {
            add(new Scalar(at, text, quoted));
        }
    }

    private static boolean isHalfACharacter(int codePoint) {
        return codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE;
    }

    private static void key(Level level, Position at, String text) throws UnreadableText {
        Position before = level.seen.putIfAbsent(text, at);
        if (before != null) {
            throw new UnreadableText(
                    at,
                    "the key `%s` is repeated, first on line %d".formatted(text, before.line()),
                    "keep one of them");
        }
        level.key = text;
        level.keyAt = at;
    }

    private void add(SourceNode node) {
        Level level = open.peek();
        if (level == null) {
            root = node;
        } else if (level.mapping && level.key != null) {
            level.entries.add(new Entry(level.key, level.keyAt, node));
            level.key = null;
        } else {
            level.items.add(node);
        }
    }

    boolean isEmpty() {
        return root == null && open.isEmpty();
    }

    SourceNode root() {
        return root == null ? new Scalar(Position.START, "", false) : root;
    }
}
