package io.shardfit.adapters.web.openapi;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shardfit.adapters.web.ProblemKind;
import java.util.List;

/// The JSON Schema of what refusals answer (RFC 9457, and our own members).
final class ProblemSchema {
    private ProblemSchema() {}

    static ObjectNode schema() {
        ObjectNode schema = JsonNodeFactory.instance.objectNode().put("type", "object");
        List.of("type", "title", "status", "detail", "code", "transient")
                .forEach(schema.putArray("required")::add);
        ObjectNode members = schema.putObject("properties");
        text(members, "type", "the page that explains the code");
        text(members, "title", "what is wrong, the same for every problem of this code");
        members.putObject("status").put("type", "integer");
        text(members, "detail", "what happened this time, and what to do");
        ObjectNode code = text(members, "code", "what a program may act on");
        for (ProblemKind kind : ProblemKind.values()) {
            code.withArrayProperty("enum").add(kind.code());
        }
        members.putObject("transient")
                .put("type", "boolean")
                .put("description", "whether the same request may well succeed a little later");
        members.putObject("errors")
                .put("type", "array")
                .put("description", "each place in a file that was sent")
                .putObject("items")
                .put("type", "object");
        return schema;
    }

    private static ObjectNode text(ObjectNode members, String name, String meaning) {
        return members.putObject(name).put("type", "string").put("description", meaning);
    }
}
