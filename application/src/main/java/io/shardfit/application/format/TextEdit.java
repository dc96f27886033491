package io.shardfit.application.format;

import static java.util.stream.Collectors.joining;

import io.shardfit.application.format.TextNode.Entry;
import io.shardfit.application.format.TextNode.Mapping;
import io.shardfit.application.format.TextNode.Other;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/// One change of a plan's text.
///
/// @param root the text's outermost mapping
record TextEdit(String text, Mapping root) {
    private static final String PLAIN_WORD = "[-+.0-9]+|true|false";

    /// {@return the text with the key at `path` set; without it where it is not there and `usual`}
    String set(List<String> path, String value, boolean usual) {
        Mapping mapping = root;
        for (int depth = 0; depth < path.size(); depth++) {
            Optional<Entry> entry = mapping.entry(path.get(depth));
            boolean last = depth == path.size() - 1;
            if (entry.isEmpty()) {
                return usual ? text : inserted(mapping, path.subList(depth, path.size()), value);
            }
            TextNode node = entry.get().value();
            if (last) {
                return replaced(entry.get(), value);
            }
            if (node instanceof Mapping nested) {
                mapping = nested;
            } else {
                return replaced(entry.get(), nested(path.subList(depth + 1, path.size()), value));
            }
        }
        return text;
    }

    private String replaced(Entry entry, String value) {
        TextNode node = entry.value();
        boolean empty = node.start() == node.end();
        boolean block = !empty && text.substring(entry.keyEnd(), node.start()).contains("\n");
        if (empty || block) {
            int colon = text.indexOf(':', entry.keyEnd()) + 1;
            return text.substring(0, colon) + " " + written(value) + text.substring(node.end());
        }
        return node.replacedIn(text, written(value));
    }

    private String inserted(Mapping mapping, List<String> path, String value) {
        String line =
                name(path.getFirst())
                        + ": "
                        + (path.size() == 1
                                ? written(value)
                                : nested(path.subList(1, path.size()), value));
        if (mapping.entries().isEmpty()) {
            return at(mapping.start() + 1, line);
        }
        Entry last = mapping.entries().getLast();
        int end = Math.max(last.keyEnd(), last.value().end());
        int first = mapping.entries().getFirst().keyStart();
        int indent = first - (text.lastIndexOf('\n', first - 1) + 1);
        if (!mapping.flow()) {
            return below(end, " ".repeat(indent) + line);
        }
        boolean onLines = text.substring(mapping.start(), first).contains("\n");
        return at(end, onLines ? ",\n" + " ".repeat(indent) + line : ", " + line);
    }

    private String at(int offset, String more) {
        return text.substring(0, offset) + more + text.substring(offset);
    }

    /// Behind the line, with the comment that it may end with.
    private String below(int offset, String line) {
        int newline = text.indexOf('\n', offset);
        return newline < 0 ? text + "\n" + line + "\n" : at(newline + 1, line + "\n");
    }

    /// {@return the text without the key at `path`, and without a mapping that held nothing else}
    String remove(List<String> path) {
        List<Mapping> above = new ArrayList<>();
        Mapping mapping = root;
        for (String key : path) {
            above.add(mapping);
            Optional<Entry> entry = mapping.entry(key);
            if (entry.isEmpty()) {
                return text;
            }
            mapping =
                    entry.get().value() instanceof Mapping nested
                            ? nested
                            : new Mapping(0, 0, true, List.of());
        }
        int depth = path.size() - 1;
        while (depth > 0 && above.get(depth).entries().size() == 1) {
            depth--;
        }
        return removed(above.get(depth), path.get(depth));
    }

    private String removed(Mapping mapping, String key) {
        Entry entry = mapping.entry(key).orElseThrow();
        int index = mapping.entries().indexOf(entry);
        int end = Math.max(entry.keyEnd(), entry.value().end());
        if (!mapping.flow()) {
            int from = text.lastIndexOf('\n', entry.keyStart()) + 1;
            int newline = text.indexOf('\n', end);
            return text.substring(0, from) + (newline < 0 ? "" : text.substring(newline + 1));
        }
        if (index + 1 < mapping.entries().size()) {
            int next = mapping.entries().get(index + 1).keyStart();
            return text.substring(0, entry.keyStart()) + text.substring(next);
        }
        if (index == 0) {
            return text.substring(0, entry.keyStart()) + text.substring(end);
        }
        Entry before = mapping.entries().get(index - 1);
        int kept = Math.max(before.keyEnd(), before.value().end());
        return text.substring(0, kept) + text.substring(end);
    }

    private boolean json() {
        return TextTree.isJson(text);
    }

    private String name(String key) {
        return json() ? "\"" + key + "\"" : key;
    }

    private String nested(List<String> path, String value) {
        StringBuilder nested = new StringBuilder();
        path.forEach(key -> nested.append('{').append(name(key)).append(": "));
        return nested + written(value) + String.join("", Collections.nCopies(path.size(), "}"));
    }

    /// Values of settings are written as in YAML; JSON wants words in quotes.
    private String written(String value) {
        if (!json() || value.matches(PLAIN_WORD)) {
            return value;
        }
        if (value.startsWith("{") || value.startsWith("[")) {
            Mapping parsed = TextTree.parse("v: " + value);
            return json(parsed.entries().getFirst().value(), "v: " + value);
        }
        return "\"" + value.replaceAll("^'|'$", "") + "\"";
    }

    private String json(TextNode node, String source) {
        return switch (node) {
            case Mapping mapping ->
                    mapping.entries().stream()
                            .map(entry -> name(entry.key()) + ": " + json(entry.value(), source))
                            .collect(joining(", ", "{", "}"));
            case Other other -> {
                String words = other.in(source);
                yield words.startsWith("[")
                        ? List.of(words.substring(1, words.length() - 1).split(", ")).stream()
                                .map(this::written)
                                .collect(joining(", ", "[", "]"))
                        : written(words);
            }
        };
    }
}
