package io.shardfit.adapters.web.operations;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.shardfit.adapters.web.TestServer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

/// What the server tells of itself.
class OperationsTest {
    private static final HttpClient CLIENT = HttpClient.newHttpClient();
    private static final TestServer SERVER = TestServer.local();

    @AfterAll
    static void stop() {
        SERVER.close();
    }

    @Test
    void requestsAreCountedByTemplateAndStatusRefusedOnesToo() {
        get("/api/v1/plans?limit=1");
        get("/api/v1/plans?limit=0");
        get("/api/v1/nothing/there");
        post("/tokens", "Sec-Fetch-Site", "cross-site");

        String metrics = get("/metrics").body();

        assertThat(metrics)
                .contains(
                        "shardfit_http_requests_seconds_bucket{method=\"GET\",route=\"/api/v1/plans\",status=\"200\",le=\"0.05\"}",
                        "shardfit_http_requests_seconds_count{method=\"GET\",route=\"/api/v1/plans\",status=\"400\"} 1",
                        "shardfit_http_requests_seconds_count{method=\"GET\",route=\"none\",status=\"404\"} 1",
                        "shardfit_http_requests_seconds_count{method=\"POST\",route=\"/tokens\",status=\"403\"} 1")
                .doesNotContain("nothing/there");
    }

    @Test
    void theLogAndTheVerdictsAreTold() {
        String metrics = get("/metrics").body();

        assertThat(metrics)
                .contains(
                        "shardfit_log_position " + SERVER.ledger().events().head().position(),
                        "shardfit_log_lag 0",
                        "shardfit_log_queue 0",
                        "shardfit_deployments{verdict=\"NOT_READY\"} 1",
                        "shardfit_deployments{verdict=\"READY\"} 0",
                        "jvm_memory_used_bytes");
    }

    @Test
    void aRequestKeepsTheNameThatItsClientGaveIt() {
        assertThat(id(get("/health/live", "X-Request-Id", "build-7.3"))).isEqualTo("build-7.3");
        assertThat(id(get("/api/v1/nothing", "X-Request-Id", "build-8"))).isEqualTo("build-8");
        assertThat(UUID.fromString(id(get("/health/live")))).isNotNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"a b", "{\"x\":1}", "<script>", ""})
    void aNameThatIsNoneIsReplaced(String name) {
        assertThat(UUID.fromString(id(get("/health/live", "X-Request-Id", name)))).isNotNull();
        assertThat(UUID.fromString(id(get("/health/live", "X-Request-Id", "x".repeat(65)))))
                .isNotNull();
    }

    /// The admission endpoint takes its secret as a part of the path, too.
    @Test
    void noLineHasASecret() throws IOException {
        JsonNode line =
                logged(() ->
                        post("/k8s/admission/v1/production/a-secret-of-the-cluster", "X-Y", "z"));

        assertThat(line.get("path").asText()).isEqualTo("/k8s/admission/v1/production/…");
        assertThat(line.toString()).doesNotContain("a-secret-of-the-cluster");
    }

    @Test
    void forProgramsEveryRequestIsALineWithoutItsQuery() throws IOException {
        JsonNode line =
                logged(() ->
                        get(
                                "/api/v1/plans?environment=hush",
                                "X-Request-Id",
                                "r1",
                                "Authorization",
                                "Bearer local-viewer"));

        assertThat(line.get("requestId").asText()).isEqualTo("r1");
        assertThat(line.get("method").asText()).isEqualTo("GET");
        assertThat(line.get("route").asText()).isEqualTo("/api/v1/plans");
        assertThat(line.get("path").asText()).isEqualTo("/api/v1/plans");
        assertThat(line.get("status").asInt()).isEqualTo(200);
        assertThat(line.get("ms").isNumber()).isTrue();
        assertThat(line.get("actor").asText()).isEqualTo("local-viewer");
        assertThat(line.get("level").asText()).isEqualTo("INFO");
        assertThat(line.toString()).doesNotContain("hush", "Bearer");
    }

    @Test
    void nobodyWritesALineOfTheirOwn() throws IOException {
        LoggingEvent event = new LoggingEvent();
        event.setLevel(Level.WARN);
        event.setLoggerName("io.shardfit.Test");
        event.setMessage("first\nERROR second \"quoted\"");
        event.setTimeStamp(0);
        String words = new String(new LogLines().encode(event), StandardCharsets.UTF_8);
        System.setProperty(LogLines.PROPERTY, "json");
        String json;
        try {
            json = new String(new LogLines().encode(event), StandardCharsets.UTF_8);
        } finally {
            System.clearProperty(LogLines.PROPERTY);
        }

        assertThat(words.lines()).hasSize(1);
        assertThat(json.lines()).hasSize(1);
        assertThat(new ObjectMapper().readTree(json).get("message").asText())
                .isEqualTo("first\nERROR second \"quoted\"");
    }

    private static JsonNode logged(Runnable request) throws IOException {
        Logger logger = (Logger) LoggerFactory.getLogger("shardfit.request");
        ListAppender<ILoggingEvent> lines = new ListAppender<>();
        lines.start();
        logger.addAppender(lines);
        System.setProperty(LogLines.PROPERTY, "json");
        try {
            request.run();
            return read(waitFor(lines));
        } finally {
            System.clearProperty(LogLines.PROPERTY);
            logger.detachAppender(lines);
        }
    }

    private static JsonNode read(ILoggingEvent event) throws IOException {
        return new ObjectMapper().readTree(new LogLines().encode(event));
    }

    /// The line is written when the answer leaves.
    private static ILoggingEvent waitFor(ListAppender<ILoggingEvent> lines) {
        long end = System.nanoTime() + Duration.ofSeconds(5).toNanos();
        while (lines.list.isEmpty() && System.nanoTime() < end) {
            Thread.onSpinWait();
        }
        return List.copyOf(lines.list).getFirst();
    }

    private static String id(HttpResponse<String> answer) {
        assertThat(answer.headers().allValues("x-request-id")).hasSize(1);
        return answer.headers().firstValue("x-request-id").orElseThrow();
    }

    private static HttpResponse<String> get(String path, String... headers) {
        return send(request(path, headers).GET());
    }

    private static HttpResponse<String> post(String path, String... headers) {
        return send(
                request(path, headers)
                        .header(
                                "Content-Type",
                                path.startsWith("/k8s/")
                                        ? "application/json"
                                        : "application/x-www-form-urlencoded")
                        .POST(HttpRequest.BodyPublishers.ofString("x=y")));
    }

    private static HttpRequest.Builder request(String path, String... headers) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(SERVER.address() + path))
                        .timeout(Duration.ofSeconds(60));
        return headers.length == 0 ? request : request.headers(headers);
    }

    private static HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return CLIENT.send(request.build(), BodyHandlers.ofString());
        } catch (IOException | InterruptedException failed) {
            throw new IllegalStateException(failed);
        }
    }
}
