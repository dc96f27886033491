package io.shardfit.adapters.web.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.shardfit.adapters.web.TestServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.UUID;
import java.util.function.BooleanSupplier;

/// Somebody who uses the API of a running server over HTTP.
///
/// @param person whom the server takes them for
public record Client(TestServer server, String person) {
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final ObjectMapper JSON = new ObjectMapper();

    public static Client of(TestServer server, String role) {
        return new Client(server, "local-" + role);
    }

    public Call get(String path) {
        return new Call(request(path).GET());
    }

    public Call post(String path, String json) {
        return send("POST", path, "application/json", json);
    }

    public Call put(String path, String json) {
        return send("PUT", path, "application/json", json);
    }

    public Call submit(String deployment, String plan) {
        return send("POST", "/api/v1/plans/" + deployment, "application/yaml", plan);
    }

    private Call send(String method, String path, String type, String body) {
        return new Call(
                request(path)
                        .header("Content-Type", type)
                        .method(method, BodyPublishers.ofString(body)));
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(server.address() + path))
                .timeout(Duration.ofSeconds(60))
                .header("Authorization", "Bearer " + person);
    }

    /// A request that can still be given headers.
    public record Call(HttpRequest.Builder request) {
        public Call with(String name, String value) {
            return new Call(request.copy().header(name, value));
        }

        public Call key(String key) {
            return with("Idempotency-Key", key);
        }

        /// {@return the request with a key of its own}
        public Call once() {
            return key(UUID.randomUUID().toString());
        }

        public Call onPlan(String digest) {
            return with("If-Match", '"' + digest + '"');
        }

        public HttpResponse<String> send() {
            try {
                return HTTP.send(request.build(), BodyHandlers.ofString());
            } catch (IOException failed) {
                throw new UncheckedIOException(failed);
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                throw new AssertionError(interrupted);
            }
        }

        /// {@return the document with which the server answers}
        public JsonNode answers(int status) {
            HttpResponse<String> answer = send();
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
            return json(answer);
        }

        /// {@return the problem with which the server answers}
        public JsonNode fails(int status, String code) {
            HttpResponse<String> answer = send();
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
            assertThat(answer.headers().firstValue("content-type"))
                    .hasValue("application/problem+json");
            JsonNode problem = json(answer);
            assertThat(problem.path("code").textValue()).as(answer.body()).isEqualTo(code);
            assertThat(problem.path("status").intValue()).isEqualTo(status);
            assertThat(problem.path("detail").textValue()).isNotBlank();
            return problem;
        }
    }

    public static JsonNode json(HttpResponse<String> answer) {
        try {
            return JSON.readTree(answer.body());
        } catch (JsonProcessingException broken) {
            throw new AssertionError(answer.body(), broken);
        }
    }

    /// Waits for what is a fraction of a second behind the log: read models, who holds which role.
    public static void await(BooleanSupplier condition) {
        for (int attempt = 0; attempt < 100 && !condition.getAsBoolean(); attempt++) {
            try {
                Thread.sleep(100);
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                throw new AssertionError(interrupted);
            }
        }
        assertThat(condition.getAsBoolean()).isTrue();
    }

    public static String text(JsonNode node, String member) {
        assertThat(node.path(member).isTextual()).as("%s in %s", member, node).isTrue();
        return node.path(member).textValue();
    }

    /// {@return a plan of `examples/founding`}
    public static String founding(String name) {
        Path examples = Path.of("").toAbsolutePath().getParent().resolve("examples/founding");
        try {
            return Files.readString(examples.resolve(name + ".yaml"));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
