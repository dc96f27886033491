package io.shardfit.adapters.web.openapi;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shardfit.adapters.web.TestServer;
import io.shardfit.adapters.web.openapi.Contract.Call;
import io.shardfit.adapters.web.openapi.Examples.Reply;
import io.swagger.v3.parser.OpenAPIV3Parser;
import io.swagger.v3.parser.core.models.ParseOptions;
import io.swagger.v3.parser.core.models.SwaggerParseResult;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// The contract against the server that answers by it. `make openapi` records the answers to the
/// examples and writes docs/openapi.json anew.
class OpenApiTest {
    private static final boolean UPDATE = Boolean.getBoolean("openapi.update");
    private static final Path MODULE = Path.of("").toAbsolutePath();
    private static final Path PAGE = MODULE.getParent().resolve("docs/openapi.json");
    private static final List<String> RECORDED =
            List.of("content-type", "etag", "location", "link", "retry-after");

    private static final int MOST = 20_000;

    private static TestServer server;
    private static Contract contract;
    private static Examples examples;

    @BeforeAll
    static void start() throws Exception {
        open();
        if (UPDATE) {
            for (Call call : contract.calls()) {
                record(call);
            }
            server.close();
            open();
            Files.writeString(PAGE, text());
        }
    }

    private static void open() throws Exception {
        server = TestServer.local();
        Prepared.on(server);
        contract = Contract.of(text());
        examples = new Examples(server.address(), contract);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void everyRouteForProgramsIsDescribed() {
        assertThat(Routes.forPrograms())
                .allSatisfy(route ->
                        assertThat(route.isAnnotationPresent(Described.class))
                                .as("%s has @Described", route)
                                .isTrue());
        assertThat(contract.calls().stream().map(Call::id))
                .containsExactlyInAnyOrderElementsOf(Routes.described().keySet());
    }

    @Test
    void everyOperationSaysWhatItIs() {
        assertThat(contract.calls())
                .allSatisfy(call -> {
                    assertThat(call.node().path("summary").asText())
                            .isNotBlank()
                            .doesNotEndWith(".");
                    assertThat(call.id()).matches("[a-z][A-Za-z]+");
                    assertThat(call.problems()).contains("internal");
                    for (JsonNode parameter : call.node().path("parameters")) {
                        assertThat(parameter.path("description").asText())
                                .as(
                                        "meaning of %s in parameters.properties",
                                        parameter.path("name"))
                                .isNotBlank();
                        assertThat(
                                        parameter.has("example")
                                                || !parameter.path("required").asBoolean())
                                .as("example of %s", parameter.path("name"))
                                .isTrue();
                    }
                    assertThat(call.body().isEmpty() || call.body().findValue("example") != null)
                            .as("example of the body")
                            .isTrue();
                });
    }

    @Test
    void theCommittedContractIsTheOneInForce() throws Exception {
        assertThat(text())
                .as("docs/openapi.json: write it anew with `make openapi`")
                .isEqualTo(Files.readString(PAGE));
    }

    /// A reader that others wrote: it says what it cannot make sense of.
    @Test
    void theContractIsOpenApi() throws Exception {
        ParseOptions options = new ParseOptions();
        options.setResolve(true);
        SwaggerParseResult result = new OpenAPIV3Parser().readContents(text(), null, options);

        assertThat(result.getMessages()).isEmpty();
        assertThat(result.isOpenapi31()).isTrue();
        assertThat(result.getOpenAPI().getPaths()).hasSize(contract.root().path("paths").size());
    }

    @Test
    void everyExampleIsAnsweredAsDocumented() {
        assertThat(contract.calls())
                .allSatisfy(call -> {
                    Reply reply = examples.reply(call.id());
                    assertThat(reply.status())
                            .as(reply.text())
                            .isEqualTo(Routes.described().get(call.id()).status());
                    JsonNode documented =
                            call.node().path("responses").path(Integer.toString(reply.status()));
                    String type = reply.header("Content-Type").replaceFirst(";.*", "");
                    if (reply.status() != 204) {
                        assertThat(documented.path("content").has(type))
                                .as("%s is documented", type)
                                .isTrue();
                    }
                    JsonNode example = documented.path("content").path(type).path("example");
                    if (example.isContainerNode()) {
                        assertThat(Shape.of(Shape.shortened(reply.json())))
                                .isEqualTo(Shape.of(example));
                    }
                });
    }

    @Test
    void nobodyAnswersWithoutAnIdentityWhereOneIsDocumented() {
        assertThat(contract.calls())
                .allSatisfy(call -> {
                    Reply reply = as(call, "Bearer nobody");
                    boolean open = call.roles().isEmpty();
                    assertThat(reply.status() == 401).as("%d", reply.status()).isEqualTo(!open);
                    assertThat(call.problems().contains("not-signed-in")).isEqualTo(!open);
                });
    }

    @Test
    void whoHoldsNoneOfTheRolesIsRefused() {
        Set<String> all = Set.of("viewer", "author", "approver", "auditor", "admin");
        assertThat(contract.calls())
                .allSatisfy(call -> {
                    Set<String> others = new TreeSet<>(all);
                    call.roles().forEach(role -> others.remove(role.toLowerCase(Locale.ROOT)));
                    if (!call.roles().isEmpty()) {
                        for (String role : others) {
                            Reply reply = as(call, "Bearer local-" + role);
                            assertThat(reply.status())
                                    .as(role + ": " + reply.text())
                                    .isEqualTo(403);
                        }
                    }
                });
    }

    @Test
    void theHeadersThatItNeedsAreNeeded() {
        assertThat(contract.calls())
                .allSatisfy(call -> {
                    for (Needs need : Routes.described().get(call.id()).needs()) {
                        HttpRequest whole =
                                examples.request(call, UnaryOperator.identity()).build();
                        HttpRequest without =
                                HttpRequest.newBuilder(
                                                whole, (name, _) -> !name.equals(need.header()))
                                        .build();
                        Reply reply = Examples.send(without);
                        assertThat(reply.text())
                                .contains("\"code\": \"" + need.missing().code() + "\"");
                        assertThat(reply.status()).isEqualTo(need.missing().status().getCode());
                    }
                });
    }

    private static Reply as(Call call, String authorization) throws Exception {
        return Examples.send(
                examples.request(call, UnaryOperator.identity())
                        .setHeader("Authorization", authorization)
                        .build());
    }

    private static void record(Call call) throws Exception {
        Reply reply = examples.reply(call.id());
        ObjectMapper mapper = new ObjectMapper();
        ObjectNode answer = mapper.createObjectNode().put("status", reply.status());
        ObjectNode headers = answer.putObject("headers");
        for (String name : RECORDED) {
            if (!reply.header(name).isEmpty()) {
                headers.put(written(name), reply.header(name));
            }
        }
        String type = reply.header("content-type");
        if (type.startsWith("application/json")) {
            JsonNode body = Shape.shortened(reply.json());
            if (body.toString().length() < MOST) {
                answer.set("body", body);
            }
        } else if (!type.startsWith("application/zip") && reply.body().length > 0) {
            answer.set("body", Shape.shortened(mapper.getNodeFactory().textNode(reply.text())));
        }
        String text =
                withoutSecrets(mapper.writerWithDefaultPrettyPrinter().writeValueAsString(answer))
                        + "\n";
        for (String folder : List.of("src/main/resources/openapi", "target/classes/openapi")) {
            Files.writeString(MODULE.resolve(folder).resolve(call.id() + ".json"), text);
        }
    }

    @Test
    void noExampleShowsASecret() throws Exception {
        assertThat(Files.readString(PAGE))
                .contains("sft_xxxxxxxx", "whsec_xxxxxxxx")
                .doesNotContainPattern("(sft|whsec)_(?!x{8})[A-Za-z0-9+/_-]{8}");
    }

    /// What looks like a secret in a public file makes scanners for secrets cry.
    private static String withoutSecrets(String text) {
        return text.replaceAll("sft_[A-Za-z0-9_-]{43}", "sft_" + "x".repeat(43))
                .replaceAll("sft_(?!x{8})[A-Za-z0-9_-]{8}", "sft_xxxxxxxx")
                .replaceAll("whsec_[A-Za-z0-9+/]{43}=", "whsec_" + "x".repeat(43) + "=");
    }

    private static String written(String name) {
        StringBuilder words = new StringBuilder();
        for (String word : name.split("-")) {
            words.append(words.isEmpty() ? "" : "-")
                    .append(word.substring(0, 1).toUpperCase(Locale.ROOT))
                    .append(word.substring(1));
        }
        return name.equals("etag") ? "ETag" : words.toString();
    }

    private static String text() throws Exception {
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create(server.address() + "/openapi.json"))
                                .build(),
                        BodyHandlers.ofString())
                .body();
    }
}
