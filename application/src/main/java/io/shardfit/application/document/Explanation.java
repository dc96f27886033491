package io.shardfit.application.document;

import io.shardfit.application.format.Spelling;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Finds a value of a document by its path, such as `memory.stages[0].parts[weights].bytes`. Items
/// of a list are named by number or by their `id` or `code`; a name means the first item that has
/// it.
public final class Explanation {
    private static final List<String> NAMES = List.of("id", "code", "key");

    private final Map<String, Json> leaves = new LinkedHashMap<>();
    private final Map<String, String> aliases = new LinkedHashMap<>();

    public Explanation(Json document) {
        collect("", "", document);
    }

    private void collect(String path, String alias, Json json) {
        aliases.put(alias, path);
        switch (json) {
            case Json.Fields(Map<String, Json> members) ->
                    members.forEach(
                            (key, value) -> collect(join(path, key), join(alias, key), value));
            case Json.Items items -> {
                List<String> taken = new ArrayList<>();
                for (int i = 0; i < items.values().size(); i++) {
                    Json item = items.values().get(i);
                    String number = "[" + i + "]";
                    String name = name(item).filter(word -> !taken.contains(word)).orElse("" + i);
                    taken.add(name);
                    collect(path + "[" + name + "]", alias + number, item);
                }
            }
            case Json.Text _, Json.Flag _, Json.Nothing _, Json.Figure _ -> leaves.put(path, json);
        }
    }

    private static Optional<String> name(Json item) {
        return item instanceof Json.Fields(Map<String, Json> members)
                ? NAMES.stream()
                        .flatMap(key -> Optional.ofNullable(members.get(key)).stream())
                        .filter(Json.Text.class::isInstance)
                        .map(text -> ((Json.Text) text).value())
                        .findFirst()
                : Optional.empty();
    }

    private static String join(String path, String key) {
        return path.isEmpty() ? key : path + "." + key;
    }

    /// {@return the value at exactly this path}
    public Optional<Json> at(String path) {
        return Optional.ofNullable(leaves.get(canonical(path)));
    }

    /// {@return the number at exactly this path}
    public Optional<Json.Figure> number(String path) {
        return at(path).filter(Json.Figure.class::isInstance).map(Json.Figure.class::cast);
    }

    /// {@return the path of a value, or of what holds it, by names, as it is listed}
    public String canonical(String path) {
        if (leaves.containsKey(path)) {
            return path;
        }
        return aliases.getOrDefault(path, path);
    }

    /// {@return all paths to numbers}
    public List<String> numbers() {
        return leaves.entrySet().stream()
                .filter(leaf -> leaf.getValue() instanceof Json.Figure)
                .map(Map.Entry::getKey)
                .toList();
    }

    /// {@return the paths that lie below `path`}
    public List<String> below(String path) {
        List<String> found = new ArrayList<>();
        for (String leaf : leaves.keySet()) {
            if (leaf.startsWith(path + ".") || leaf.startsWith(path + "[")) {
                found.add(leaf);
            }
        }
        return found;
    }

    /// {@return a path that was probably meant: one that ends alike, is spelt alike, or is either
    /// for the path above}
    public Optional<String> nearest(String path) {
        if (path.isEmpty()) {
            return Optional.empty();
        }
        Set<String> known = nodes();
        return known.stream()
                .filter(node -> node.endsWith("." + path))
                .findFirst()
                .or(() -> Spelling.closest(path, known))
                .or(() -> nearest(path.substring(0, Math.max(0, path.lastIndexOf('.')))));
    }

    /// {@return all paths, to values and to what holds them}
    private Set<String> nodes() {
        Set<String> nodes = new LinkedHashSet<>();
        for (String leaf : leaves.keySet()) {
            for (int i = 0; i < leaf.length(); i++) {
                if (leaf.charAt(i) == '.' || leaf.charAt(i) == '[') {
                    nodes.add(leaf.substring(0, i));
                }
            }
            nodes.add(leaf);
        }
        return nodes;
    }
}
