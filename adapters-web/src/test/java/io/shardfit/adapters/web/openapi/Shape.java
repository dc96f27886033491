package io.shardfit.adapters.web.openapi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Set;
import java.util.TreeSet;

/// What of a document stays the same when its values change.
final class Shape {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final int ITEMS = 2;
    private static final int TEXT = 300;

    private Shape() {}

    /// {@return the document with its long lists and texts cut, as examples show it}
    static JsonNode shortened(JsonNode document) {
        return switch (document.getNodeType()) {
            case OBJECT -> {
                ObjectNode cut = MAPPER.createObjectNode();
                document.properties()
                        .forEach(member -> cut.set(member.getKey(), shortened(member.getValue())));
                yield cut;
            }
            case ARRAY -> {
                ArrayNode cut = MAPPER.createArrayNode();
                for (int i = 0; i < Math.min(ITEMS, document.size()); i++) {
                    cut.add(shortened(document.get(i)));
                }
                yield cut;
            }
            case STRING ->
                    document.asText().length() <= TEXT
                            ? document
                            : MAPPER.getNodeFactory()
                                    .textNode(document.asText().substring(0, TEXT) + "…");
            default -> document;
        };
    }

    /// {@return a line for each member, with its type}
    static Set<String> of(JsonNode document) {
        Set<String> lines = new TreeSet<>();
        collect("", document, lines);
        return lines;
    }

    private static void collect(String at, JsonNode node, Set<String> lines) {
        lines.add(at + " " + node.getNodeType());
        node.properties()
                .forEach(member -> collect(at + "/" + member.getKey(), member.getValue(), lines));
        if (node.isArray()) {
            node.forEach(item -> collect(at + "/*", item, lines));
        }
    }
}
