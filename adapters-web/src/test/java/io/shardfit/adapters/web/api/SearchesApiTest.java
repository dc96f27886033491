package io.shardfit.adapters.web.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.shardfit.adapters.web.TestServer;
import io.shardfit.application.SearchRequest;
import io.shardfit.application.SearchStrategies;
import io.shardfit.application.catalogue.GpuCatalogue;
import io.shardfit.application.document.SearchDocument;
import io.shardfit.application.format.JsonText;
import io.shardfit.domain.search.Objective;
import io.shardfit.domain.verdict.RuleSet;
import java.io.IOException;
import java.io.UncheckedIOException;
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
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Searches over real HTTP.
@Timeout(180)
class SearchesApiTest {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final HttpClient CLIENT = HttpClient.newHttpClient();
    private static final TestServer SERVER = TestServer.local();
    private static final String FOUNDING = plan("founding/ep16-dp4.yaml");

    /// Long, on as many GPUs as there may be.
    private static final String LONG = plan("deepseek-v3-h100-training.yaml");

    private static final String LONG_QUERY = "?maxGpus=4096&minimum=true";

    @AfterAll
    static void stop() {
        SERVER.close();
    }

    @Test
    void findsWhatTheCommandLineFinds() throws Exception {
        HttpResponse<String> begun = begin("?name=plan.yaml&gpus=16&top=3", FOUNDING, "author");
        assertThat(begun.statusCode()).as(begun.body()).isEqualTo(202);
        String link = begun.headers().firstValue("location").orElseThrow();
        assertThat(link).isEqualTo("/api/v1/searches/" + json(begun).path("id").asText());

        String followed = get(link + "/events", "author").body();
        JsonNode done = json(get(link, "author"));

        assertThat(followed).contains("event: progress", "event: end", "\"state\":\"done\"");
        assertThat(done.path("state").asText()).isEqualTo("done");
        assertThat(done.path("result")).isEqualTo(MAPPER.readTree(expected()));
        assertThat(done.path("progress").path("candidates").asLong())
                .isEqualTo(done.path("result").path("counts").path("candidates").asLong());
    }

    private static String expected() {
        SearchRequest request =
                new SearchRequest(
                        OptionalInt.of(16),
                        OptionalInt.empty(),
                        Objective.STEP_TIME,
                        3,
                        false,
                        1,
                        RuleSet.current(),
                        Optional.empty());
        return new SearchStrategies(GpuCatalogue.shipped())
                                .search(
                                        "plan.yaml",
                                        FOUNDING.getBytes(StandardCharsets.UTF_8),
                                        request,
                                        _ -> {})
                        instanceof SearchStrategies.Outcome.Searched(var found)
                ? JsonText.pretty(SearchDocument.of(found))
                : "";
    }

    @Test
    void oneThatIsCancelledStops() throws Exception {
        String link = location(begin(LONG_QUERY, LONG, "author"));

        assertThat(send("DELETE", link, "author").statusCode()).isEqualTo(204);
        assertThat(json(get(link, "author")).path("state").asText()).isEqualTo("cancelled");
        assertThat(get(link + "/events", "author").body()).contains("\"state\":\"cancelled\"");

        assertThat(send("DELETE", link, "author").statusCode()).isEqualTo(204);
        assertThat(get(link, "author").statusCode()).as("forgotten").isEqualTo(404);
    }

    @Test
    void nobodyHasMoreThanAFewRunning() throws Exception {
        List<String> links = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            links.add(location(begin(LONG_QUERY, LONG, "author")));
        }
        HttpResponse<String> fifth = begin(LONG_QUERY, LONG, "author");

        assertThat(fifth.statusCode()).isEqualTo(429);
        assertThat(fifth.headers().firstValue("retry-after")).hasValue("10");
        for (String link : links) {
            send("DELETE", link, "author");
        }
    }

    @Test
    void aSearchIsNobodyElses() throws Exception {
        assertThat(get("/api/v1/searches/0123456789abcdef", "author").statusCode()).isEqualTo(404);
        assertThat(get("/api/v1/searches/0123456789abcdef", "viewer").statusCode()).isEqualTo(403);
    }

    @Test
    void whatCannotBeSearchedIsRefusedAtOnce() throws Exception {
        assertRefused(begin("", "kind: nothing\n", "author"), 422, "unreadable-plan");
        assertRefused(begin("?gpus=0", FOUNDING, "author"), 400, "gpus is 1 to 65536");
        assertRefused(begin("?maxGpus=4097", FOUNDING, "author"), 400, "maxGpus is 1 to 4096");
        assertRefused(begin("?gpus=1&maxGpus=2", FOUNDING, "author"), 400, "not both");
        assertRefused(begin("?top=101", FOUNDING, "author"), 400, "top is 1 to 100");
        assertRefused(begin("?objective=luck", FOUNDING, "author"), 400, "step-time");
        assertRefused(begin("?margin=NaN", FOUNDING, "author"), 400, "margin");
        assertRefused(begin("?margin=51", FOUNDING, "author"), 400, "margin");
    }

    private static void assertRefused(HttpResponse<String> answer, int status, String words) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertThat(answer.body()).contains(words);
    }

    private static String location(HttpResponse<String> begun) {
        assertThat(begun.statusCode()).as(begun.body()).isEqualTo(202);
        return begun.headers().firstValue("location").orElseThrow();
    }

    private static HttpResponse<String> begin(String query, String plan, String who)
            throws Exception {
        return CLIENT.send(
                request("/api/v1/searches" + query, who)
                        .header("Content-Type", "application/yaml")
                        .POST(BodyPublishers.ofString(plan))
                        .build(),
                BodyHandlers.ofString());
    }

    private static HttpResponse<String> get(String path, String who) throws Exception {
        return send("GET", path, who);
    }

    private static HttpResponse<String> send(String method, String path, String who)
            throws Exception {
        return CLIENT.send(
                request(path, who).method(method, BodyPublishers.noBody()).build(),
                BodyHandlers.ofString());
    }

    private static HttpRequest.Builder request(String path, String who) {
        return HttpRequest.newBuilder(URI.create(SERVER.address() + path))
                .timeout(Duration.ofSeconds(60))
                .header("Authorization", "Bearer local-" + who);
    }

    private static JsonNode json(HttpResponse<String> answer) throws Exception {
        return MAPPER.readTree(answer.body());
    }

    private static String plan(String file) {
        try {
            return Files.readString(
                    Path.of("").toAbsolutePath().getParent().resolve("examples").resolve(file));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
