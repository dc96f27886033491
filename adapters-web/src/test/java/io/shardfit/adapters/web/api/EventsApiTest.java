package io.shardfit.adapters.web.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.shardfit.adapters.web.TestServer;
import io.shardfit.application.event.Recorded;
import io.shardfit.application.event.StandingVerdict;
import io.shardfit.application.ledger.Digest;
import io.shardfit.application.ledger.Entry;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/// The entries over real HTTP.
@Timeout(120)
class EventsApiTest {
    private static final HttpClient CLIENT = HttpClient.newHttpClient();
    private static final TestServer SERVER = TestServer.local();

    /// Characters of a day.
    private static final int DAY = 10;

    /// Later than all that was there; what follows the log has seen it when this ends.
    @BeforeAll
    static void somethingHappensLater() throws Exception {
        long before = SERVER.ledger().events().head().position();
        HttpResponse<InputStream> live =
                CLIENT.send(
                        request("/api/v1/events/stream?after=" + before).build(),
                        BodyHandlers.ofInputStream());
        try (InputStream body = live.body()) {
            Client.of(SERVER, "author")
                    .submit("moe-30b-of-another", Client.founding("ep16-dp4"))
                    .once()
                    .answers(201);
            long after = SERVER.ledger().events().head().position();
            assertThat(events(body, (int) (after - before))).isNotEmpty();
        }
    }

    @AfterAll
    static void stop() {
        SERVER.close();
    }

    @Test
    void anEntryComesInItsOwnBytesUnderItsOwnDigest() throws Exception {
        byte[] second = SERVER.ledger().events().bytesAfter(1, 1).getFirst();

        HttpResponse<byte[]> answer =
                CLIENT.send(request("/api/v1/events/2").build(), BodyHandlers.ofByteArray());

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo(second);
        assertThat(answer.headers().firstValue("content-type")).hasValue("application/json");
        assertThat(answer.headers().firstValue("etag"))
                .hasValue('"' + Digest.of(second).text() + '"');
    }

    @Test
    void whereThereIsNoEntryItSaysHowFarTheyGo() throws Exception {
        long head = SERVER.ledger().events().head().position();
        for (String position : List.of("0", "-1", "9223372036854775807")) {
            HttpResponse<String> answer = get("/api/v1/events/" + position);
            assertThat(answer.statusCode()).as(position).isEqualTo(404);
            assertThat(answer.body()).contains("its last is ");
        }
        assertThat(get("/api/v1/events/x").statusCode()).isEqualTo(400);
        assertThat(head).isPositive();
    }

    /// Each filter alone, and the next page by the link alone: expected is the whole log without
    /// what is not asked for.
    @ParameterizedTest
    @MethodSource("filters")
    void aFilterLeavesOutTheOthersOnEveryPage(String name, String value) throws Exception {
        List<String> expected =
                SERVER.ledger().events().after(0, 1_000).stream()
                        .filter(entry -> isAskedFor(entry, name, value))
                        .map(EventsApiTest::stored)
                        .toList();
        List<String> answered = new ArrayList<>();
        Optional<String> page =
                Optional.of(
                        "/api/v1/events?limit=2&%s=%s"
                                .formatted(name, URLEncoder.encode(value, StandardCharsets.UTF_8)));
        while (page.isPresent()) {
            HttpResponse<String> answer = get(page.orElseThrow());
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
            answered.addAll(answer.body().lines().toList());
            page = answer.headers().firstValue("link").map(EventsApiTest::address);
        }

        assertThat(answered).isNotEmpty().isEqualTo(expected);
        if (value.length() != DAY) {
            assertThat(answered)
                    .as("a filter that is ignored selects everything")
                    .hasSizeLessThan((int) SERVER.ledger().events().head().position());
        }
    }

    /// Everything here happens on a day or two, so that a day either selects it or does not.
    @Test
    void whatEndsBeforeOrBeginsAfterTheLogIsEmpty() throws Exception {
        List<Entry> all = SERVER.ledger().events().after(0, 1_000);
        for (String filter :
                List.of(
                        "to=" + day(all.getFirst().recordedAt(), -1),
                        "from=" + day(all.getLast().recordedAt(), 2))) {
            HttpResponse<String> answer = get("/api/v1/events?" + filter);
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
            assertThat(answer.body()).as(filter).isEmpty();
        }
    }

    private static String day(Instant instant, int daysLater) {
        return instant.plus(Duration.ofDays(daysLater)).toString().substring(0, DAY);
    }

    private static Stream<Arguments> filters() {
        List<Entry> all = SERVER.ledger().events().after(0, 1_000);
        Instant middle = all.get(all.size() / 2).recordedAt();
        return Stream.of(
                Arguments.of("type", "VerdictComputed"),
                Arguments.of("actor", all.getLast().actor().id()),
                Arguments.of("deployment", "moe-30b-ep16-dp4"),
                Arguments.of("stream", "ruleset-shardfit"),
                Arguments.of("from", middle.toString()),
                Arguments.of("to", middle.atOffset(ZoneOffset.ofHours(1)).toString()),
                Arguments.of("to", day(middle, 0)));
    }

    private static boolean isAskedFor(Entry entry, String name, String value) {
        return switch (name) {
            case "type" -> entry.type().equals(value);
            case "actor" -> entry.actor().id().equals(value);
            case "deployment" -> entry.stream().text().equals("deployment-" + value);
            case "stream" -> entry.stream().text().equals(value);
            case "from" -> !entry.recordedAt().isBefore(Instant.parse(value));
            default ->
                    value.length() == DAY
                            ? entry.recordedAt().toString().compareTo(value + "T99") < 0
                            : !entry.recordedAt().isAfter(OffsetDateTime.parse(value).toInstant());
        };
    }

    private static String stored(Entry entry) {
        return new String(
                SERVER.ledger().events().bytesAfter(entry.position() - 1, 1).getFirst(),
                StandardCharsets.UTF_8);
    }

    private static String address(String link) {
        assertThat(link).matches("<[^>]+>; rel=\"next\"");
        return link.substring(1, link.indexOf('>'));
    }

    /// An empty answer would look like an answer.
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "from=yesterday | from is a day such as 2026-11-23",
                "to=2026-13-01 | to is a day such as 2026-11-23",
                "type=PlanAproved | type is one of PlanSubmitted, ",
                "deployment=a%2Fb | a deployment's name begins with a letter or digit",
                "stream=plans-a | a stream begins with deployment-, environment-",
                "stream=deployment-a&deployment=b | give either deployment or stream",
                "verdict=READY | the parameter verdict is not known here"
            })
    void aFilterThatSelectsNothingThatIsKnownIsRefused(String question, String words)
            throws Exception {
        HttpResponse<String> answer = get("/api/v1/events?" + question);

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains("\"code\": \"bad-request\"", words);
    }

    @Test
    void everyVerdictOfTheShippedHistoryIsComputedAgainToTheSameBytes() throws Exception {
        int verdicts = 0;
        for (Entry entry : SERVER.ledger().events().after(0, 1_000)) {
            HttpResponse<String> answer = get("/api/v1/events/" + entry.position() + "/replay");
            if (StandingVerdict.of(Recorded.of(entry)).isPresent()) {
                verdicts++;
                assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
                assertThat(answer.body()).contains("\"identical\": true", "\"differences\": [ ]");
            } else {
                assertThat(answer.statusCode()).as(answer.body()).isEqualTo(404);
            }
        }
        assertThat(verdicts).isPositive();
    }

    @Test
    void aStreamGivesEveryEntryOnceAndResumesWhereItWas() throws Exception {
        List<byte[]> all = SERVER.ledger().events().bytesAfter(0, 3);
        HttpResponse<InputStream> answer =
                CLIENT.send(
                        request("/api/v1/events/stream?after=0").build(),
                        BodyHandlers.ofInputStream());

        assertThat(answer.headers().firstValue("content-type"))
                .hasValueSatisfying(type -> assertThat(type).startsWith("text/event-stream"));
        assertThat(answer.headers().firstValue("x-accel-buffering")).hasValue("no");
        try (InputStream body = answer.body()) {
            assertThat(events(body, 3))
                    .containsExactly(event(1, all), event(2, all), event(3, all));
        }

        HttpResponse<InputStream> again =
                CLIENT.send(
                        request("/api/v1/events/stream?after=0")
                                .header("Last-Event-ID", "2")
                                .build(),
                        BodyHandlers.ofInputStream());
        try (InputStream body = again.body()) {
            assertThat(events(body, 1)).containsExactly(event(3, all));
        }
    }

    @Test
    void aStreamWithoutAPlaceBeginsNow() throws Exception {
        HttpResponse<InputStream> answer =
                CLIENT.send(request("/api/v1/events/stream").build(), BodyHandlers.ofInputStream());
        try (InputStream body = answer.body()) {
            long before = SERVER.ledger().events().head().position();
            submit("moe-30b-live");
            List<byte[]> written = SERVER.ledger().events().bytesAfter(before, 1);
            assertThat(events(body, 1))
                    .containsExactly(
                            "id: %d\ndata: %s"
                                    .formatted(
                                            before + 1,
                                            new String(
                                                    written.getFirst(), StandardCharsets.UTF_8)));
        }
    }

    @Test
    void aPlaceThatIsNoneIsRefused() throws Exception {
        assertThat(get("/api/v1/events/stream?after=-1").statusCode()).isEqualTo(400);
        assertThat(get("/api/v1/events/stream?after=x").statusCode()).isEqualTo(400);
        HttpResponse<String> answer =
                CLIENT.send(
                        request("/api/v1/events/stream").header("Last-Event-ID", "x").build(),
                        BodyHandlers.ofString());
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains("positions from 0");
    }

    @Test
    void anOpenStreamEndsWithTheServer() throws Exception {
        try (TestServer server = TestServer.local()) {
            HttpResponse<InputStream> answer =
                    CLIENT.send(
                            HttpRequest.newBuilder(
                                            URI.create(server.address() + "/api/v1/events/stream"))
                                    .build(),
                            BodyHandlers.ofInputStream());
            try (InputStream body = answer.body()) {
                assertThat(new String(body.readNBytes(5), StandardCharsets.UTF_8))
                        .isEqualTo("retry");
                server.stop();
                assertThat(new String(body.readAllBytes(), StandardCharsets.UTF_8))
                        .as("the rest is whole")
                        .endsWith("\n\n");
            }
        }
    }

    @Test
    void nobodyOpensMoreThanAFew() throws Exception {
        List<InputStream> open = new ArrayList<>();
        HttpResponse<InputStream> last = null;
        for (int i = 0; i <= 20; i++) {
            last =
                    CLIENT.send(
                            request("/api/v1/events/stream")
                                    .header("Authorization", "Bearer local-auditor")
                                    .build(),
                            BodyHandlers.ofInputStream());
            open.add(last.body());
        }
        assertThat(last.statusCode()).isEqualTo(429);
        assertThat(last.headers().firstValue("retry-after")).hasValue("5");
        for (InputStream stream : open) {
            stream.close();
        }
    }

    private static String event(int position, List<byte[]> entries) {
        return "id: %d\ndata: %s"
                .formatted(position, new String(entries.get(position - 1), StandardCharsets.UTF_8));
    }

    /// The first so many events that have data.
    private static List<String> events(InputStream stream, int wanted) throws IOException {
        BufferedReader lines =
                new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8));
        List<String> events = new ArrayList<>();
        List<String> one = new ArrayList<>();
        while (events.size() < wanted) {
            String line = lines.readLine();
            if (line == null) {
                break;
            }
            if (line.isEmpty()) {
                if (one.stream().anyMatch(field -> field.startsWith("data:"))) {
                    events.add(String.join("\n", one));
                }
                one.clear();
            } else {
                one.add(line);
            }
        }
        return events;
    }

    private static void submit(String deployment) throws Exception {
        Path plan =
                Path.of("").toAbsolutePath().getParent().resolve("examples/founding/ep16-dp4.yaml");
        HttpResponse<String> answer =
                CLIENT.send(
                        request("/api/v1/plans/" + deployment)
                                .header("Content-Type", "application/yaml")
                                .header("Idempotency-Key", "submits-" + deployment)
                                .POST(BodyPublishers.ofString(Files.readString(plan)))
                                .build(),
                        BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
    }

    private static HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return CLIENT.send(request(path).build(), BodyHandlers.ofString());
    }

    private static HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(SERVER.address() + path))
                .timeout(Duration.ofSeconds(30));
    }
}
