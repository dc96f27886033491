package io.shardfit.application.format;

import io.shardfit.application.PlanFiles;
import io.shardfit.application.Trees;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/// The part of JSON Schema 2020-12 that docs/plan.schema.json uses; any other keyword is refused,
/// so that nothing is believed to be checked that is not.
final class Schema {
    private static final Set<String> WORDS =
            Set.of("$schema", "$id", "$defs", "title", "description", "default");

    private final Map<String, Object> root;

    private Schema(Map<String, Object> root) {
        this.root = root;
    }

    static Schema ofPlans() {
        return new Schema(Trees.ofJson(PlanFiles.text(Path.of("..", "docs", "plan.schema.json"))));
    }

    boolean accepts(Object value) {
        return accepts(root, value);
    }

    /// {@return the mapping schema that decides about the mapping at `path` of a plan}
    Map<?, ?> mappingAt(Object plan, String path) {
        Object schema = chosen(root, plan);
        Object value = plan;
        if (!path.isEmpty()) {
            for (String key : path.split("\\.")) {
                value = ((Map<?, ?>) value).get(key);
                schema = chosen(properties((Map<?, ?>) schema).get(key), value);
            }
        }
        return (Map<?, ?>) schema;
    }

    static Map<?, ?> properties(Map<?, ?> schema) {
        return (Map<?, ?>) schema.get("properties");
    }

    static List<?> required(Map<?, ?> schema) {
        return (List<?>) Optional.<Object>ofNullable(schema.get("required")).orElse(List.of());
    }

    /// {@return the paths of all keys that a plan can have}
    Set<String> keys() {
        Set<String> keys = new TreeSet<>();
        collect(root, "", keys);
        return keys;
    }

    private void collect(Object schema, String path, Set<String> keys) {
        if (!(schema instanceof Map<?, ?> known)) {
            return;
        }
        if (known.containsKey("$ref")) {
            collect(referenced(known), path, keys);
        }
        if (known.get("oneOf") instanceof List<?> forms) {
            forms.forEach(form -> collect(form, path, keys));
        }
        if (known.containsKey("properties")) {
            properties(known)
                    .forEach((key, value) -> {
                        if (value instanceof Map<?, ?>) {
                            String below = path.isEmpty() ? "" + key : path + "." + key;
                            keys.add(below);
                            collect(value, below, keys);
                        }
                    });
        }
    }

    private Object chosen(Object schema, Object value) {
        Map<?, ?> known = (Map<?, ?>) schema;
        if (known.containsKey("$ref")) {
            return chosen(referenced(known), value);
        }
        if (known.get("oneOf") instanceof List<?> forms) {
            return forms.stream()
                    .filter(form -> accepts(form, value))
                    .findFirst()
                    .map(form -> chosen(form, value))
                    .orElseThrow();
        }
        return known;
    }

    private Object referenced(Map<?, ?> schema) {
        String name = schema.get("$ref").toString().substring("#/$defs/".length());
        return Optional.ofNullable(((Map<?, ?>) root.get("$defs")).get(name)).orElseThrow();
    }

    private boolean accepts(Object schema, Object value) {
        if (schema instanceof Boolean all) {
            return all;
        }
        for (Map.Entry<?, ?> rule : ((Map<?, ?>) schema).entrySet()) {
            if (!holds((Map<?, ?>) schema, rule.getKey().toString(), rule.getValue(), value)) {
                return false;
            }
        }
        return true;
    }

    private boolean holds(Map<?, ?> schema, String keyword, Object rule, Object value) {
        return switch (keyword) {
            case "$ref" -> accepts(referenced(schema), value);
            case "type" -> types(rule).stream().anyMatch(type -> isA(type.toString(), value));
            case "const" -> same(rule, value);
            case "enum" -> ((List<?>) rule).stream().anyMatch(word -> same(word, value));
            case "oneOf" ->
                    ((List<?>) rule).stream().filter(form -> accepts(form, value)).count() == 1;
            case "anyOf" -> ((List<?>) rule).stream().anyMatch(form -> accepts(form, value));
            case "not" -> !accepts(rule, value);
            case "items" ->
                    !(value instanceof List<?> items)
                            || items.stream().allMatch(item -> accepts(rule, item));
            case "minItems" ->
                    !(value instanceof List<?> items) || compare(items.size(), rule) >= 0;
            case "uniqueItems" ->
                    !(value instanceof List<?> items) || Set.copyOf(items).size() == items.size();
            case "exclusiveMinimum" -> !(value instanceof Number) || compare(value, rule) > 0;
            case "pattern" ->
                    !(value instanceof String text)
                            || Pattern.compile(rule.toString()).matcher(text).find();
            case "minimum" -> compare(value, rule) >= 0;
            case "maximum" -> compare(value, rule) <= 0;
            case "required" ->
                    !(value instanceof Map<?, ?> members)
                            || members.keySet().containsAll((List<?>) rule);
            case "minProperties" ->
                    !(value instanceof Map<?, ?> members) || compare(members.size(), rule) >= 0;
            case "maxProperties" ->
                    !(value instanceof Map<?, ?> members) || compare(members.size(), rule) <= 0;
            case "additionalProperties" ->
                    !(value instanceof Map<?, ?> members)
                            || properties(schema).keySet().containsAll(members.keySet());
            case "properties" ->
                    !(value instanceof Map<?, ?> members)
                            || members.entrySet().stream().allMatch(member -> fits(rule, member));
            default -> {
                if (!WORDS.contains(keyword)) {
                    throw new IllegalStateException("the schema uses " + keyword);
                }
                yield true;
            }
        };
    }

    private boolean fits(Object properties, Map.Entry<?, ?> member) {
        Object schema = ((Map<?, ?>) properties).get(member.getKey());
        return schema == null || accepts(schema, member.getValue());
    }

    private static List<?> types(Object rule) {
        return rule instanceof List<?> several ? several : List.of(rule);
    }

    private static boolean isA(String type, Object value) {
        return switch (type) {
            case "object" -> value instanceof Map;
            case "array" -> value instanceof List;
            case "string" -> value instanceof String;
            case "boolean" -> value instanceof Boolean;
            case "number" -> value instanceof Number;
            case "integer" ->
                    value instanceof Number
                            && new BigDecimal(value.toString()).stripTrailingZeros().scale() <= 0;
            default -> throw new IllegalStateException("the schema uses the type " + type);
        };
    }

    private static boolean same(Object rule, Object value) {
        return rule instanceof Number && value instanceof Number
                ? compare(value, rule) == 0
                : rule.equals(value);
    }

    private static int compare(Object value, Object rule) {
        return value instanceof Number
                ? new BigDecimal(value.toString()).compareTo(new BigDecimal(rule.toString()))
                : 0;
    }

    /// {@return every mapping schema with its place in the file}
    List<Map.Entry<String, Map<?, ?>>> mappingSchemas() {
        List<Map.Entry<String, Map<?, ?>>> found = new ArrayList<>();
        schemas(root, "#", found);
        return found;
    }

    private static void schemas(
            Object tree, String place, List<Map.Entry<String, Map<?, ?>>> found) {
        if (tree instanceof Map<?, ?> members) {
            if ("object".equals(members.get("type"))) {
                found.add(Map.entry(place, members));
            }
            members.forEach((key, value) -> schemas(value, place + "/" + key, found));
        }
    }
}
