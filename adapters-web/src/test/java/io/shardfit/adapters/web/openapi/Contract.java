package io.shardfit.adapters.web.openapi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// An OpenAPI document, read as a client reads it.
record Contract(JsonNode root) {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    static Contract of(String text) throws Exception {
        return new Contract(MAPPER.readTree(text));
    }

    /// One operation of it.
    record Call(String method, String path, JsonNode node) {
        String id() {
            return node.path("operationId").asText();
        }

        List<String> roles() {
            List<String> roles = new ArrayList<>();
            node.path("x-roles").forEach(role -> roles.add(role.asText()));
            return roles;
        }

        boolean answers(int status) {
            return node.path("responses").has(Integer.toString(status));
        }

        /// {@return the codes of the problems that it may answer}
        List<String> problems() {
            List<String> codes = new ArrayList<>();
            node.path("responses")
                    .forEach(response ->
                            response.path("content")
                                    .path("application/problem+json")
                                    .path("examples")
                                    .fieldNames()
                                    .forEachRemaining(codes::add));
            return codes;
        }

        JsonNode body() {
            return node.path("requestBody").path("content");
        }

        @Override
        public String toString() {
            return id();
        }
    }

    List<Call> calls() {
        List<Call> calls = new ArrayList<>();
        root.path("paths")
                .properties()
                .forEach(path ->
                        ((ObjectNode) path.getValue())
                                .properties()
                                .forEach(operation ->
                                        calls.add(
                                                new Call(
                                                        operation.getKey().toUpperCase(Locale.ROOT),
                                                        path.getKey(),
                                                        operation.getValue()))));
        return calls;
    }

    Call call(String id) {
        return calls().stream().filter(call -> call.id().equals(id)).findFirst().orElseThrow();
    }
}
