package io.shardfit.adapters.web.openapi;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.Separators;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shardfit.adapters.web.Problem;
import io.shardfit.adapters.web.ProblemKind;
import io.shardfit.application.event.Role;
import io.shardfit.application.format.JsonText;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// The operations as one OpenAPI 3.1 document.
final class OpenApiDocument {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final String DESCRIPTION =
            "Judges deployment plans of distributed models before they touch a GPU, and keeps who"
                    + " decided what on which facts. Answers may gain members: ignore what you do"
                    + " not know. Requests may not: an unknown member is refused. Lists in the"
                    + " examples are shortened.";

    private final ObjectNode root = MAPPER.createObjectNode();
    private final ParameterMeanings meanings = new ParameterMeanings();
    private final Set<ProblemKind> problems = EnumSet.noneOf(ProblemKind.class);

    OpenApiDocument(List<Operation> operations) {
        root.put("openapi", "3.1.0");
        info(root.putObject("info"));
        root.putArray("servers").addObject().put("url", "/");
        ObjectNode paths = root.putObject("paths");
        for (Operation operation : operations) {
            describe(
                    paths.withObjectProperty(operation.path())
                            .putObject(operation.method().toLowerCase(Locale.ROOT)),
                    operation);
        }
        components(root.putObject("components"));
    }

    private static void info(ObjectNode info) {
        info.put("title", "Shardfit").put("version", "1.0").put("description", DESCRIPTION);
        info.putObject("license").put("name", "Apache-2.0").put("identifier", "Apache-2.0");
    }

    private void describe(ObjectNode node, Operation operation) {
        node.put("operationId", operation.id()).put("summary", operation.summary());
        node.putArray("tags").add(operation.tag());
        ArrayNode security = node.putArray("security");
        if (!operation.roles().isEmpty()) {
            security.addObject().putArray("bearer");
            ArrayNode roles = node.putArray("x-roles");
            operation.roles().stream().map(Role::name).forEach(roles::add);
        }
        parameters(node, operation);
        if (!operation.bodyTypes().isEmpty()) {
            body(node.putObject("requestBody"), operation);
        }
        ObjectNode responses = node.putObject("responses");
        answer(responses.putObject(Integer.toString(operation.status())), operation);
        for (int status : operation.alsoStatuses()) {
            answer(responses.putObject(Integer.toString(status)), operation);
        }
        operation.problems().forEach(problem -> problem(responses, problem));
    }

    private void parameters(ObjectNode node, Operation operation) {
        if (operation.parameters().isEmpty() && operation.needs().isEmpty()) {
            return;
        }
        ArrayNode all = node.putArray("parameters");
        for (Parameter parameter : operation.parameters()) {
            ObjectNode one =
                    all.addObject()
                            .put("name", parameter.name())
                            .put("in", parameter.place().word())
                            .put("required", parameter.required())
                            .put("description", meanings.of(operation.id(), parameter.name()));
            ObjectNode schema = one.putObject("schema").put("type", parameter.type());
            parameter
                    .defaultValue()
                    .ifPresent(value -> schema.set("default", value(value, parameter)));
            operation
                    .example(parameter.name())
                    .ifPresent(text -> one.set("example", value(Answer.filled(text), parameter)));
        }
        for (Needs need : operation.needs()) {
            ObjectNode one =
                    all.addObject()
                            .put("name", need.header())
                            .put("in", "header")
                            .put("required", true)
                            .put("description", need.meaning());
            one.putObject("schema").put("type", "string");
            one.put(
                    "example",
                    operation
                            .example(need.header())
                            .map(Answer::filled)
                            .orElse("example-" + operation.id()));
        }
    }

    private static JsonNode value(String text, Parameter parameter) {
        if (text.startsWith("$")) {
            return MAPPER.getNodeFactory().textNode(text); // its answer is not recorded yet
        }
        return switch (parameter.type()) {
            case "integer" -> MAPPER.getNodeFactory().numberNode(Long.parseLong(text));
            case "boolean" -> MAPPER.getNodeFactory().booleanNode(Boolean.parseBoolean(text));
            default -> MAPPER.getNodeFactory().textNode(text);
        };
    }

    private static void body(ObjectNode node, Operation operation) {
        node.put("required", true);
        ObjectNode content = node.putObject("content");
        for (String type : operation.bodyTypes()) {
            ObjectNode media = content.putObject(type);
            String text = ExampleBody.text(operation.body());
            if (type.equals("application/json")) {
                ExampleBody.json(text)
                        .ifPresent(json -> {
                            media.set("schema", ExampleSchema.of(json));
                            media.set("example", json);
                        });
            } else {
                media.putObject("schema").put("type", "string");
                media.put("example", text);
            }
        }
    }

    private static void answer(ObjectNode node, Operation operation) {
        node.put("description", operation.summary());
        Answer.to(operation.id())
                .ifPresent(answer -> {
                    ObjectNode headers = MAPPER.createObjectNode();
                    answer.headers()
                            .properties()
                            .forEach(header ->
                                    headers.putObject(header.getKey())
                                            .put("example", header.getValue().asText())
                                            .putObject("schema")
                                            .put("type", "string"));
                    headers.remove("Content-Type");
                    if (!headers.isEmpty()) {
                        node.set("headers", headers);
                    }
                });
        if (operation.status() == 204) {
            return;
        }
        ObjectNode content = node.putObject("content");
        for (String type : operation.answerTypes()) {
            ObjectNode media = content.putObject(type);
            Answer.to(operation.id())
                    .flatMap(answer -> answer.body(type))
                    .ifPresentOrElse(
                            body -> {
                                media.set("schema", ExampleSchema.of(body));
                                media.set("example", body);
                            },
                            () -> media.putObject("schema"));
        }
    }

    private void problem(ObjectNode responses, ProblemKind kind) {
        problems.add(kind);
        ObjectNode response =
                responses.withObjectProperty(Integer.toString(kind.status().getCode()));
        response.put("description", kind.status().getReason());
        ObjectNode media =
                response.withObjectProperty("content").withObjectProperty(Problem.MEDIA_TYPE);
        media.putObject("schema").put("$ref", "#/components/schemas/Problem");
        media.withObjectProperty("examples")
                .putObject(kind.code())
                .put("$ref", "#/components/examples/" + kind.code());
    }

    private void components(ObjectNode components) {
        components
                .putObject("securitySchemes")
                .putObject("bearer")
                .put("type", "http")
                .put("scheme", "bearer")
                .put(
                        "description",
                        "a token, sft_…; or a browser's session cookie. A server of one person's"
                                + " machine asks for neither");
        components.putObject("schemas").set("Problem", ProblemSchema.schema());
        ObjectNode examples = components.putObject("examples");
        for (ProblemKind kind : problems) {
            examples.putObject(kind.code())
                    .put("summary", kind.title())
                    .set("value", example(kind));
        }
    }

    private static JsonNode example(ProblemKind kind) {
        return ExampleBody.json(JsonText.pretty(Problem.of(kind, kind.title()).document()))
                .orElseThrow();
    }

    /// {@return the document, indented by two, ending in a line feed}
    String text() {
        DefaultIndenter indenter = new DefaultIndenter("  ", "\n");
        DefaultPrettyPrinter printer =
                new DefaultPrettyPrinter(
                                Separators.createDefaultInstance()
                                        .withObjectFieldValueSpacing(Separators.Spacing.AFTER))
                        .withObjectIndenter(indenter)
                        .withArrayIndenter(indenter);
        try {
            return MAPPER.writer(printer).writeValueAsString(root) + "\n";
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
