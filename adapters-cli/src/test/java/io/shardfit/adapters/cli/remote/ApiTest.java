package io.shardfit.adapters.cli.remote;

import static org.assertj.core.api.Assertions.assertThat;

import io.shardfit.application.document.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Against real servers that answer well, badly, by half or not at all.
@Timeout(60)
class ApiTest {
    private static final String DOCUMENT = "{\"schemaVersion\": \"1.0\", \"verdict\": \"READY\"}";
    private static final Call READ = Call.get("plans", "a plan/with .. signs");
    private static final Call WRITE =
            Call.post(Json.fields().with("a", "b").build(), "approvals").ifMatch("sha256:00");
    private static final Patience SHORT =
            new Patience(
                    Duration.ofSeconds(5),
                    Duration.ofSeconds(1),
                    Duration.ofSeconds(30),
                    3,
                    Duration.ofMillis(250),
                    10_000);

    private final List<Duration> pauses = new ArrayList<>();

    @Test
    void readsADocumentAsItIs() throws Exception {
        try (StubServer server = new StubServer(StubServer.document(DOCUMENT))) {
            Answer answer = send(server, READ);

            assertThat(answer).isInstanceOf(Answer.Document.class);
            Answer.Document document = (Answer.Document) answer;
            assertThat(document.text()).isEqualTo(DOCUMENT);
            assertThat(document.object().words("verdict")).isEqualTo("READY");
            assertThat(server.requests().getFirst())
                    .startsWith("GET /api/v1/plans/a%20plan%2Fwith%20..%20signs HTTP/1.1\r\n");
            assertThat(server.header(0, "Authorization")).isEqualTo("Bearer sft_secret");
            assertThat(server.header(0, "Idempotency-Key")).as("nothing is written").isEmpty();
        }
    }

    @Test
    void aWriteThatIsSentAgainIsTheSameWrite() throws Exception {
        try (StubServer server =
                new StubServer(
                        StubServer.problem(503, "unavailable", true, "Retry-After: 7"),
                        StubServer.cut("application/json", DOCUMENT.substring(0, 20)),
                        StubServer.document(DOCUMENT))) {
            assertThat(send(server, WRITE)).isInstanceOf(Answer.Document.class);

            assertThat(server.requests()).hasSize(3);
            assertThat(server.requests().stream().map(ApiTest::withoutTimes).distinct()).hasSize(1);
            assertThat(server.header(0, "Idempotency-Key")).hasSizeGreaterThan(30);
            assertThat(server.header(0, "If-Match")).isEqualTo("\"sha256:00\"");
            assertThat(server.requests().getFirst()).endsWith("\r\n\r\n{\"a\":\"b\"}");
            assertThat(pauses)
                    .as("as long as the server asks, else twice as long as before")
                    .containsExactly(Duration.ofSeconds(7), Duration.ofMillis(500));
        }
    }

    @Test
    void twoWritesHaveTwoKeys() throws Exception {
        try (StubServer server = new StubServer(StubServer.document(DOCUMENT))) {
            send(server, WRITE);
            send(server, WRITE);

            assertThat(server.header(0, "Idempotency-Key"))
                    .isNotEqualTo(server.header(1, "Idempotency-Key"));
        }
    }

    @Test
    void givesUpAfterAFewAttempts() throws Exception {
        try (StubServer server = new StubServer(StubServer.problem(429, "rate-limited", true))) {
            Answer answer = send(server, READ);

            assertThat(answer).isInstanceOf(Answer.Refused.class);
            assertThat(answer.isTransient()).isTrue();
            assertThat(server.requests()).hasSize(3);
            assertThat(pauses).containsExactly(Duration.ofMillis(250), Duration.ofMillis(500));
        }
    }

    @Test
    void doesNotWaitLongerThanItsPatience() throws Exception {
        try (StubServer server =
                new StubServer(StubServer.problem(503, "unavailable", true, "Retry-After: 3600"))) {
            assertThat(send(server, READ).isTransient()).isTrue();

            assertThat(pauses).isEmpty();
            assertThat(server.requests()).hasSize(1);
        }
    }

    @Test
    void aRefusalIsNotRepeated() throws Exception {
        try (StubServer server = new StubServer(StubServer.problem(403, "forbidden", false))) {
            Answer answer = send(server, WRITE);

            assertThat(((Answer.Refused) answer).problem())
                    .isEqualTo(new Problem(403, "forbidden", "what happened", List.of(), false));
            assertThat(server.requests()).hasSize(1);
        }
    }

    @Test
    void showsThePlacesOfAFile() throws Exception {
        String body =
                """
                {"code": "unreadable-plan", "title": "t", "detail": "d", "transient": false, "errors": [
                  {"code": "INPUT", "message": "is not a key", "remedy": "remove it",
                   "source": {"file": "plan.yaml", "line": 3, "column": 5, "key": "modle"}},
                  {"pointer": "/until", "problem": "is past", "remedy": "name a later day"}]}\
                """;
        try (StubServer server =
                new StubServer(StubServer.answer(422, "application/problem+json", body))) {
            Answer answer = send(server, WRITE);

            assertThat(((Answer.Refused) answer).problem().places())
                    .containsExactly(
                            "plan.yaml:3:5: modle: is not a key; remove it",
                            "/until: is past; name a later day");
        }
    }

    @Test
    void followsNoRedirectionWithItsToken() throws Exception {
        try (StubServer other = new StubServer(StubServer.document(DOCUMENT));
                StubServer server =
                        new StubServer(
                                StubServer.answer(
                                        302, "text/html", "", "Location: " + other.address()))) {
            Answer answer = send(server, READ);

            assertThat(((Answer.Failed) answer).problem()).contains(other.address());
            assertThat(answer.isTransient()).isFalse();
            assertThat(other.requests()).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '\'',
            value = {
                "200, text/html,                '<html>Welcome</html>', false, 'no answer of a"
                        + " Shardfit server'",
                "200, text/html,                '{\"schemaVersion\": \"2.0\"}', false, 'have"
                        + " version 2.0'",
                "200, application/json,         '{\"hello\": \"world\"}', false, 'no answer of a"
                        + " Shardfit server'",
                "200, application/json,         '[1, 2]', true, 'not whole'",
                "200, application/json,         '{\"schemaVersion\": \"1.0\", \"pla', true, 'not"
                        + " whole'",
                "404, text/html,                '<html>Not found</html>', false, 'HTTP 404 with"
                        + " text/html'",
                "401, application/json,         '{\"error\": \"x\"}', false, 'HTTP 401'",
                "408, text/html,                '<html>Request Timeout</html>', true, 'HTTP 408'",
                "502, text/html,                '<html>Bad Gateway</html>', true, 'HTTP 502'",
                "503, text/plain,               'upstream', true, 'HTTP 503'",
                "500, text/plain,               'oops', false, 'HTTP 500'",
            })
    void saysWhatCameInstead(int status, String type, String body, boolean mayPass, String sentence)
            throws Exception {
        try (StubServer server = new StubServer(StubServer.unmeasured(status, type, body))) {
            Answer answer = send(server, READ);

            assertThat(answer).isInstanceOf(Answer.Failed.class);
            assertThat(((Answer.Failed) answer).problem()).contains(sentence);
            assertThat(answer.isTransient()).isEqualTo(mayPass);
            assertThat(server.requests()).hasSize(mayPass ? 3 : 1);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "'', 'broke off'",
        "'SSH-2.0-OpenSSH_9.6\r\n', 'broke off'",
        "'HTTP/1.1 200 OK\r\n"
                + "Content-Type: application/json\r\n"
                + "Content-Length: 500\r\n\r\n"
                + "{', 'broke off'",
        "'@@silence', 'no whole answer within 1 s'",
        "'HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n{@@silence', 'no whole answer within 1 s'",
    })
    void nothingHangs(String answer, String sentence) throws Exception {
        try (StubServer server = new StubServer(answer)) {
            Answer failed = send(server, READ);

            assertThat(failed).isInstanceOf(Answer.Failed.class);
            assertThat(((Answer.Failed) failed).problem()).contains(sentence);
            assertThat(failed.isTransient()).isTrue();
        }
    }

    @Test
    void anAnswerWithoutEndIsCutOff() throws Exception {
        try (StubServer server =
                new StubServer(
                        "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n"
                                + StubServer.ENDLESS)) {
            Answer answer = send(server, READ);

            assertThat(answer).isInstanceOf(Answer.Failed.class);
            assertThat(((Answer.Failed) answer).problem()).contains("exceeds capacity: 10000");
        }
    }

    @Test
    void saysThatNothingListens() throws Exception {
        StubServer gone = new StubServer();
        gone.close();

        Answer answer = send(gone, READ);

        assertThat(((Answer.Failed) answer).problem()).isEqualTo("nothing listens there");
        assertThat(answer.isTransient()).isTrue();
        assertThat(pauses).hasSize(2);
    }

    @Test
    void fetchesAFileAndOnlyAFile(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("export.zip");
        try (StubServer server =
                        new StubServer(
                                StubServer.answer(200, "application/zip", "PK"),
                                StubServer.problem(403, "forbidden", false));
                Api api = api(server, Map.of())) {
            assertThat(api.fetch(READ, file)).isInstanceOf(Answer.Fetched.class);
            assertThat(Files.readString(file)).isEqualTo("PK");

            assertThat(api.fetch(READ, folder.resolve("none"))).isInstanceOf(Answer.Refused.class);
            assertThat(folder.resolve("none")).doesNotExist();
        }
    }

    @Test
    void readsATextButNoPage() throws Exception {
        try (StubServer server =
                        new StubServer(
                                StubServer.answer(200, "text/plain", "origin\n7\n"),
                                StubServer.answer(200, "text/html", "<html></html>"));
                Api api = api(server, Map.of())) {
            assertThat(api.text(READ)).isEqualTo(new Answer.Plain("origin\n7\n"));
            assertThat(api.text(READ)).isInstanceOf(Answer.Failed.class);
        }
    }

    private static String withoutTimes(String request) {
        return request.replaceAll("(?m)^Date:.*$", "");
    }

    private Answer send(StubServer server, Call call) throws InterruptedException, IOException {
        try (Api api = api(server, Map.of())) {
            return api.send(call);
        }
    }

    private Api api(StubServer server, Map<String, String> environment) {
        return new Api(
                ServerAddress.of(server.address()),
                Optional.of("sft_secret"),
                SHORT,
                environment,
                InstantSource.system(),
                pauses::add);
    }
}
