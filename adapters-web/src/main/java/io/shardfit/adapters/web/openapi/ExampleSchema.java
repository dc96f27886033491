package io.shardfit.adapters.web.openapi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/// The JSON Schema of what an example shows. One example proves no member compulsory and none
/// forbidden, so the schema says neither.
final class ExampleSchema {
    private ExampleSchema() {}

    static ObjectNode of(JsonNode example) {
        ObjectNode schema = JsonNodeFactory.instance.objectNode();
        switch (example.getNodeType()) {
            case OBJECT -> {
                schema.put("type", "object");
                ObjectNode members = schema.putObject("properties");
                example.properties()
                        .forEach(member -> members.set(member.getKey(), of(member.getValue())));
            }
            case ARRAY -> {
                schema.put("type", "array");
                ObjectNode items = schema.putObject("items");
                example.forEach(item -> join(items, of(item)));
            }
            case STRING -> schema.put("type", "string");
            case BOOLEAN -> schema.put("type", "boolean");
            case NUMBER -> schema.put("type", "number");
            default -> {
                // of null, nothing is known
            }
        }
        return schema;
    }

    /// What one item lacks another may show.
    private static void join(ObjectNode all, ObjectNode one) {
        one.properties()
                .forEach(member -> {
                    if (!all.has(member.getKey())) {
                        all.set(member.getKey(), member.getValue());
                    } else if (member.getValue() instanceof ObjectNode more
                            && all.get(member.getKey()) instanceof ObjectNode known) {
                        join(known, more);
                    }
                });
    }
}
