package io.shardfit.application;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/// Documents as maps, lists, texts and numbers, read by other code than the product's.
public final class Trees {
    private Trees() {}

    @SuppressWarnings("unchecked")
    public static Map<String, Object> ofYaml(String text) {
        return (Map<String, Object>) new Load(LoadSettings.builder().build()).loadFromString(text);
    }

    @SuppressWarnings("unchecked")
    public static Map<String, Object> ofJson(String text) {
        try (JsonParser parser = new JsonFactory().createParser(text)) {
            parser.nextToken();
            Map<String, Object> tree = (Map<String, Object>) value(parser);
            if (parser.nextToken() != null) {
                throw new IllegalArgumentException("text after the end");
            }
            return tree;
        } catch (IOException malformed) {
            throw new UncheckedIOException(malformed);
        }
    }

    private static Object value(JsonParser parser) throws IOException {
        return switch (parser.currentToken()) {
            case START_OBJECT -> {
                Map<String, Object> members = new LinkedHashMap<>();
                while (parser.nextToken() != JsonToken.END_OBJECT) {
                    String key = parser.currentName();
                    parser.nextToken();
                    if (members.containsKey(key)) {
                        throw new IllegalArgumentException("repeated member " + key);
                    }
                    members.put(key, value(parser));
                }
                yield members;
            }
            case START_ARRAY -> {
                List<Object> items = new ArrayList<>();
                while (parser.nextToken() != JsonToken.END_ARRAY) {
                    items.add(value(parser));
                }
                yield items;
            }
            case VALUE_STRING -> parser.getText();
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> new BigDecimal(parser.getText());
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            case VALUE_NULL -> null;
            default -> throw new IllegalStateException("unexpected " + parser.currentToken());
        };
    }

    /// {@return the tree as JSON on one line}
    public static String json(Object tree) {
        return switch (tree) {
            case null -> "null";
            case Map<?, ?> members ->
                    members.entrySet().stream()
                            .map(e -> quoted(e.getKey().toString()) + ": " + json(e.getValue()))
                            .collect(Collectors.joining(", ", "{", "}"));
            case List<?> items ->
                    items.stream().map(Trees::json).collect(Collectors.joining(", ", "[", "]"));
            case String text -> quoted(text);
            case BigDecimal number -> number.toString();
            default -> tree.toString();
        };
    }

    private static String quoted(String text) {
        String escaped = text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
        return "\"" + escaped + "\"";
    }

    /// {@return a copy that may be changed}
    @SuppressWarnings("unchecked")
    public static <T> T copy(T tree) {
        return (T)
                switch (tree) {
                    case Map<?, ?> members -> {
                        Map<Object, Object> copy = new LinkedHashMap<>();
                        members.forEach((key, value) -> copy.put(key, copyOf(value)));
                        yield copy;
                    }
                    case List<?> items -> new ArrayList<>(items.stream().map(Trees::copy).toList());
                    default -> tree;
                };
    }

    private static Object copyOf(Object value) {
        return value == null ? null : copy(value);
    }

    /// {@return the value at a path of keys, such as `model.attention.heads`; empty is the root}
    public static Object at(Object tree, String path) {
        Object found = tree;
        if (!path.isEmpty()) {
            for (String key : path.split("\\.")) {
                found = ((Map<?, ?>) found).get(key);
            }
        }
        return found;
    }

    @SuppressWarnings("unchecked")
    public static Map<String, Object> mappingAt(Object tree, String path) {
        return (Map<String, Object>) at(tree, path);
    }

    /// {@return the paths of all mappings, the root included}
    public static List<String> mappings(Object tree) {
        List<String> paths = new ArrayList<>();
        walk(tree, "", paths, true);
        return paths;
    }

    /// {@return the paths of all values that are no mapping}
    public static List<String> leaves(Object tree) {
        List<String> paths = new ArrayList<>();
        walk(tree, "", paths, false);
        return paths;
    }

    private static void walk(Object tree, String path, List<String> paths, boolean mappings) {
        if (tree instanceof Map == mappings) {
            paths.add(path);
        }
        if (tree instanceof Map<?, ?> members) {
            members.forEach((key, value) ->
                    walk(value, path.isEmpty() ? "" + key : path + "." + key, paths, mappings));
        }
    }

    /// {@return a copy of the tree with another value at `path`}
    public static Map<String, Object> with(Map<String, Object> tree, String path, Object value) {
        Map<String, Object> copy = copy(tree);
        mappingAt(copy, parent(path)).put(lastKey(path), value);
        return copy;
    }

    public static Map<String, Object> without(Map<String, Object> tree, String path) {
        Map<String, Object> copy = copy(tree);
        mappingAt(copy, parent(path)).remove(lastKey(path));
        return copy;
    }

    public static String parent(String path) {
        int dot = path.lastIndexOf('.');
        return dot < 0 ? "" : path.substring(0, dot);
    }

    public static String lastKey(String path) {
        return path.substring(path.lastIndexOf('.') + 1);
    }
}
