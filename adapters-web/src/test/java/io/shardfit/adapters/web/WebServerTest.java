package io.shardfit.adapters.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shardfit.application.port.Server;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/// The real server over real HTTP.
class WebServerTest {
    private static final String YAML = "application/yaml";
    private static final HttpClient CLIENT = HttpClient.newHttpClient();
    private static final TestServer SERVER = TestServer.local();

    @AfterAll
    static void stop() {
        SERVER.close();
    }

    @Test
    void judgesAPlan() throws Exception {
        HttpResponse<String> answer = validate(YAML, founding("ep16-dp4.yaml"));

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("content-type")).hasValue("application/json");
        assertThat(answer.body())
                .contains("\"verdict\": \"NOT_READY\"", "PAR003", "\"remedies\": [");
        assertThat(answer.headers().firstValue("etag").orElseThrow())
                .as("the digest of the plan, which the document names too")
                .matches("\"sha256:[0-9a-f]{64}\"")
                .satisfies(tag -> assertThat(answer.body()).contains(tag));
    }

    @Test
    void aPlanThatCannotBeReadIsAProblemWithEachPlace() throws Exception {
        HttpResponse<String> answer = validate(YAML, "apiVersion: shardfit.io/v1\nmodel: 3\n");

        assertThat(answer.statusCode()).isEqualTo(422);
        assertThat(answer.headers().firstValue("content-type"))
                .hasValue("application/problem+json");
        assertThat(answer.body())
                .contains("\"code\": \"unreadable-plan\"", "\"line\": 2", "\"key\": \"model\"");
    }

    @Test
    void whateverIsRefusedIsAProblem() throws Exception {
        assertProblem(get("/api/v1/nothing"), 404, "there is nothing at /api/v1/nothing");
        assertProblem(get("/api/v1/validations"), 405, "does not take this method");
        assertProblem(validate("application/zip", "x"), 415, "application/yaml");
        assertProblem(validate(YAML, "x".repeat(2 << 20)), 413, "at most 1 MiB");
    }

    @Test
    void everyAnswerCarriesThePolicy() throws Exception {
        for (String path : new String[] {"/check", "/health/live", "/assets/shardfit.css", "/no"}) {
            assertThat(get(path).headers().firstValue("content-security-policy").orElse(""))
                    .as(path)
                    .contains("default-src 'none'")
                    .doesNotContain("unsafe");
        }
    }

    @Test
    void theFormAnswersBelowItself() throws Exception {
        HttpResponse<String> answer = submitted(founding("ep16-dp4.yaml"));

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body())
                .contains("NOT_READY", "PAR003", "strategy: EP16_TP1_PP1_DP4", "<svg");
    }

    /// The name is shown in the headline, the finding's line in an excerpt, the text in the form.
    @Test
    void aPlanCannotSmuggleMarkupIntoThePage() throws Exception {
        String plan =
                founding("ep16-dp4.yaml")
                        .replace(
                                "name: moe-30b-ep16-dp4",
                                "name: '</textarea><script>alert(1)</script>'");

        HttpResponse<String> answer = submitted(plan);

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).contains("&lt;script&gt;").doesNotContain("<script>alert");
    }

    @Test
    void aBrowserGetsAPageForAWrongAddress() throws Exception {
        HttpResponse<String> answer =
                CLIENT.send(
                        request("/nowhere").header("Accept", "text/html").build(),
                        BodyHandlers.ofString());

        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(answer.body()).contains("<h1>There is no such thing</h1>");
    }

    @Test
    void theAuditPageShowsEveryEventFromItsOwnBytes() throws Exception {
        HttpResponse<String> page = get("/audit");

        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.body())
                .contains("RuleSetPublished", "deployment-moe-30b-ep16-dp4", "VerdictSuperseded");
    }

    @Test
    void theEventsOfTheApiAreTheEntriesThemselves() throws Exception {
        HttpResponse<String> first = get("/api/v1/events?limit=1");

        assertThat(first.headers().firstValue("content-type")).hasValue("application/jsonl");
        assertThat(first.body().getBytes(StandardCharsets.UTF_8))
                .startsWith(SERVER.ledger().events().bytesAfter(0, 1).getFirst())
                .endsWith((byte) '\n');
        assertThat(get("/api/v1/events?after=1000000").body()).isEmpty();
        assertProblem(get("/api/v1/events?after=-1"), 400, "after");
        assertProblem(get("/api/v1/events?limit=0"), 400, "limit");
        assertProblem(get("/api/v1/events?after=x"), 400, "");
    }

    @Test
    void aTakenPortIsSaid() {
        int taken = URI.create(SERVER.address()).getPort();

        assertThatThrownBy(() ->
                        new WebServer()
                                .start(
                                        new Server.Settings(
                                                "127.0.0.1",
                                                taken,
                                                new Server.Access.Local(),
                                                Path.of("target/spool")),
                                        SERVER.ledger()))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("cannot listen on 127.0.0.1:" + taken);
    }

    @Test
    void aTakenPortIsSaidBeforeAnythingIsOpened() {
        int taken = URI.create(SERVER.address()).getPort();

        assertThatThrownBy(() ->
                        new WebServer()
                                .check(
                                        new Server.Settings(
                                                "127.0.0.1",
                                                taken,
                                                new Server.Access.Local(),
                                                Path.of("target/spool"))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("cannot listen on 127.0.0.1:" + taken)
                .hasMessageContaining("--port");
    }

    private static void assertProblem(HttpResponse<String> answer, int status, String words) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertThat(answer.headers().firstValue("content-type"))
                .hasValue("application/problem+json");
        assertThat(answer.body()).contains(words).doesNotContain("Exception");
    }

    private static HttpResponse<String> validate(String type, String body)
            throws IOException, InterruptedException {
        return CLIENT.send(
                request("/api/v1/validations")
                        .header("Content-Type", type)
                        .POST(BodyPublishers.ofString(body))
                        .build(),
                BodyHandlers.ofString());
    }

    private static HttpResponse<String> submitted(String plan)
            throws IOException, InterruptedException {
        String form =
                "--edge\r\nContent-Disposition: form-data; name=\"plan\"\r\n\r\n"
                        + plan
                        + "\r\n--edge--\r\n";
        return CLIENT.send(
                request("/check")
                        .header("Content-Type", "multipart/form-data; boundary=edge")
                        .POST(BodyPublishers.ofString(form))
                        .build(),
                BodyHandlers.ofString());
    }

    private static HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return CLIENT.send(request(path).build(), BodyHandlers.ofString());
    }

    private static HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(SERVER.address() + path))
                .timeout(Duration.ofSeconds(30));
    }

    private static String founding(String file) throws IOException {
        Path examples = Path.of("").toAbsolutePath().getParent().resolve("examples/founding");
        return Files.readString(examples.resolve(file));
    }
}
