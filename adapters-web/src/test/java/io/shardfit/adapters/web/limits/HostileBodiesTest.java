package io.shardfit.adapters.web.limits;

import static org.assertj.core.api.Assertions.assertThat;

import io.shardfit.adapters.web.TestServer;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Bodies that are made to fill a memory or to keep a thread.
@Timeout(120)
class HostileBodiesTest {
    private static final HttpClient CLIENT = HttpClient.newHttpClient();
    private static final TestServer SERVER = TestServer.local();
    private static final URI ADDRESS = URI.create(SERVER.address());
    private static final int MEBIBYTE = 1 << 20;
    private static final String YAML = "application/yaml";
    private static final String JSON = "application/json";

    @AfterAll
    static void stop() {
        SERVER.close();
    }

    /// What is in flight in the buffers of two sockets may be sent before the answer is seen; a
    /// gibibyte is not.
    @Test
    void aGibibyteIsNotReadToItsEnd() throws Exception {
        try (Socket socket = new Socket(ADDRESS.getHost(), ADDRESS.getPort())) {
            OutputStream out = socket.getOutputStream();
            out.write(head("Transfer-Encoding: chunked"));
            long sent = 0;
            byte[] chunk =
                    ("10000\r\n" + "a".repeat(65_536) + "\r\n").getBytes(StandardCharsets.UTF_8);
            try {
                while (sent < 1L << 30) {
                    out.write(chunk);
                    sent += 65_536;
                }
            } catch (IOException closed) {
                assertThat(closed).hasMessageMatching("(?i).*(broken pipe|reset|closed).*");
            }
            assertThat(sent).isLessThan(64L * MEBIBYTE);
        }
        assertLives();
    }

    /// A header that comes a byte at a time is never silent for long.
    @Test
    void aHeaderThatDripsIsCut() throws Exception {
        try (Socket socket = new Socket(ADDRESS.getHost(), ADDRESS.getPort())) {
            OutputStream out = socket.getOutputStream();
            out.write("GET / HTTP/1.1\r\nX-Drip: ".getBytes(StandardCharsets.UTF_8));
            assertThat(isCut(socket, out)).isTrue();
        }
        assertLives();
    }

    private static boolean isCut(Socket socket, OutputStream out) throws Exception {
        socket.setSoTimeout(200);
        for (int i = 0; i < 400; i++) {
            try {
                out.write('a');
                out.flush();
                if (socket.getInputStream().read() < 0) {
                    return true;
                }
            } catch (SocketTimeoutException nothing) {
                // it is still open
            } catch (IOException closed) {
                return true;
            }
        }
        return false;
    }

    @Test
    void whoAnnouncesAGibibyteIsRefusedBeforeItComes() throws Exception {
        try (Socket socket = new Socket(ADDRESS.getHost(), ADDRESS.getPort())) {
            socket.getOutputStream().write(head("Content-Length: 1073741824"));
            BufferedReader answer =
                    new BufferedReader(
                            new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
            assertThat(answer.readLine()).contains(" 413 ");
        }
    }

    @Test
    void aCompressedBodyIsRefusedUnread() throws Exception {
        ByteArrayOutputStream bomb = new ByteArrayOutputStream();
        try (GZIPOutputStream zip = new GZIPOutputStream(bomb)) {
            for (int i = 0; i < 200; i++) {
                zip.write(new byte[MEBIBYTE]);
            }
        }
        for (String encoding : new String[] {"gzip", "deflate", "br", "zstd", "gzip, gzip"}) {
            HttpResponse<String> answer =
                    CLIENT.send(
                            request("/api/v1/validations", YAML)
                                    .header("Content-Encoding", encoding)
                                    .POST(BodyPublishers.ofByteArray(bomb.toByteArray()))
                                    .build(),
                            BodyHandlers.ofString());
            assertThat(answer.statusCode()).as(encoding + answer.body()).isEqualTo(415);
            assertThat(answer.body()).contains("without a Content-Encoding");
        }
    }

    @Test
    void onlyUtf8IsRead() throws Exception {
        for (String charset : new String[] {"utf-7", "utf-16", "\"x\"", "", "utf-8x"}) {
            HttpResponse<String> answer =
                    post("/api/v1/validations", JSON + "; charset=" + charset, "{}");
            assertThat(answer.statusCode()).as(charset + answer.body()).isEqualTo(415);
        }
        for (String charset : new String[] {"utf-8", "UTF-8", "\"utf-8\"", "utf-8; x=y"}) {
            HttpResponse<String> answer =
                    post("/api/v1/validations", JSON + "; charset=" + charset, "{}");
            assertThat(answer.statusCode()).as(charset + answer.body()).isEqualTo(422);
        }
    }

    @Test
    void noTextIsReadFurtherThanItMakesSense() throws Exception {
        long before = used();
        int threads = ManagementFactory.getThreadMXBean().getThreadCount();
        for (Map.Entry<String, String> body : hostile().entrySet()) {
            for (String type : new String[] {YAML, JSON, "text/plain"}) {
                assertRefused(body.getKey(), post("/api/v1/validations", type, body.getValue()));
                assertRefused(body.getKey(), post("/api/v1/plans/hostile", type, body.getValue()));
                assertRefused(body.getKey(), post("/api/v1/searches", type, body.getValue()));
            }
            assertRefused(
                    body.getKey(), post("/api/v1/plans/hostile/strategies", JSON, body.getValue()));
        }
        assertThat(used() - before).as("growth of the heap").isLessThan(64L * MEBIBYTE);
        assertThat(ManagementFactory.getThreadMXBean().getThreadCount() - threads)
                .as("threads that stay")
                .isLessThan(16);
        assertLives();
    }

    private static Map<String, String> hostile() {
        Map<String, String> bodies = new TreeMap<>();
        bodies.put("deep lists", "[".repeat(100_000));
        bodies.put("deep objects", "{\"a\":".repeat(100_000));
        bodies.put("deep and closed", "[".repeat(100_000) + "]".repeat(100_000));
        bodies.put("deep below a key", "{\"model\": " + "[".repeat(100_000));
        bodies.put("deep blocks", deepBlocks());
        bodies.put("a long number", "{\"model\": {\"layers\": " + "9".repeat(1_000_000) + "}}");
        bodies.put("a large exponent", "{\"model\": {\"layers\": 1e999999999}}");
        bodies.put("the same key twice", "{\"kind\": \"a\", \"kind\": \"b\"}");
        bodies.put("billion laughs", billionLaughs());
        bodies.put("an alias of itself", "a: &a [*a]\nmodel: *a\n");
        bodies.put("many anchors", manyAnchors());
        bodies.put("a long key", "{\"" + "k".repeat(900_000) + "\": 1}");
        bodies.put("many documents", "---\na: 1\n".repeat(50_000));
        bodies.put("tags", "!!javax.script.ScriptEngineManager [!!java.net.URL [\"http://x\"]]\n");
        bodies.put("null bytes", "\0".repeat(100_000));
        bodies.put("half a surrogate", "{\"kind\": \"\\ud800\"}");
        bodies.put("nothing", "");
        return bodies;
    }

    private static String deepBlocks() {
        StringBuilder text = new StringBuilder();
        for (int depth = 0; depth < 1_000; depth++) {
            text.append(" ".repeat(depth)).append("a:\n");
        }
        return text.toString();
    }

    private static String billionLaughs() {
        StringBuilder text =
                new StringBuilder("a0: &a0 [lol, lol, lol, lol, lol, lol, lol, lol]\n");
        for (int level = 1; level < 30; level++) {
            text.append(
                    "a%d: &a%d [%s*a%d]\n"
                            .formatted(
                                    level,
                                    level,
                                    "*a%d, ".formatted(level - 1).repeat(8),
                                    level - 1));
        }
        return text + "model: *a29\n";
    }

    private static String manyAnchors() {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 20_000; i++) {
            text.append("k%d: &a%d 1\n".formatted(i, i));
        }
        return text.toString();
    }

    private static void assertRefused(String what, HttpResponse<String> answer) {
        assertThat(answer.statusCode()).as(what + ": " + answer.body()).isBetween(400, 499);
        assertThat(answer.headers().firstValue("content-type"))
                .hasValue("application/problem+json");
        assertThat(answer.body()).as(what).doesNotContain("Exception", "\tat ");
    }

    private static void assertLives() throws Exception {
        HttpResponse<String> answer =
                CLIENT.send(request("/health/ready", JSON).build(), BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    }

    private static long used() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    private static HttpResponse<String> post(String path, String type, String body)
            throws Exception {
        return CLIENT.send(
                request(path, type)
                        .header("Idempotency-Key", "hostile")
                        .header("If-Match", "\"sha256:" + "0".repeat(64) + "\"")
                        .POST(BodyPublishers.ofString(body))
                        .build(),
                BodyHandlers.ofString());
    }

    private static HttpRequest.Builder request(String path, String type) {
        return HttpRequest.newBuilder(URI.create(SERVER.address() + path))
                .header("Content-Type", type);
    }

    private static byte[] head(String length) {
        return """
        POST /api/v1/validations HTTP/1.1\r
        Host: %s\r
        Content-Type: application/yaml\r
        %s\r
        \r
        """
                .formatted(ADDRESS.getAuthority(), length)
                .getBytes(StandardCharsets.UTF_8);
    }
}
