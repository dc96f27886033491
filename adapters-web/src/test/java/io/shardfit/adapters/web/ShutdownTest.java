package io.shardfit.adapters.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.shardfit.application.ledger.StreamId;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// The end of a server, and what it says of itself before.
@Timeout(120)
class ShutdownTest {
    /// Half of the body is sent, then the server is told to stop, then the rest is sent.
    @Test
    void whatWasBegunIsAnsweredAndRecorded() throws Exception {
        byte[] plan =
                Files.readAllBytes(
                        Path.of("")
                                .toAbsolutePath()
                                .getParent()
                                .resolve("examples/founding/ep16-dp4.yaml"));
        try (TestServer server = TestServer.local()) {
            URI address = URI.create(server.address());
            try (Socket socket = new Socket(address.getHost(), address.getPort())) {
                OutputStream out = socket.getOutputStream();
                out.write(head(address, plan.length));
                out.write(plan, 0, plan.length / 2);
                out.flush();
                server.awaitRequest();
                Thread stopping = Thread.ofVirtual().start(server::stop);
                awaitRefusal(address);

                out.write(plan, plan.length / 2, plan.length - plan.length / 2);
                out.flush();

                assertThat(
                                new BufferedReader(
                                                new InputStreamReader(
                                                        socket.getInputStream(),
                                                        StandardCharsets.UTF_8))
                                        .readLine())
                        .contains(" 201 ");
                stopping.join();
            }
            assertThat(server.ledger().events().stream(StreamId.deployment("moe-30b-last")))
                    .isNotEmpty();
        }
    }

    @Test
    void aServerWithoutItsDatabaseIsAliveAndNotReady() throws Exception {
        try (TestServer server = TestServer.local()) {
            assertThat(get(server, "/health/ready").statusCode()).isEqualTo(200);

            server.ledger().close();

            HttpResponse<String> ready = get(server, "/health/ready");
            assertThat(ready.statusCode()).as(ready.body()).isEqualTo(503);
            assertThat(ready.headers().firstValue("retry-after")).hasValue("5");
            assertThat(ready.body()).contains("\"code\": \"unavailable\"", "the database");
            assertThat(get(server, "/health/live").statusCode()).isEqualTo(200);
        }
    }

    /// A server that stops takes no new connection.
    private static void awaitRefusal(URI address) throws Exception {
        long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        boolean refused = false;
        while (!refused) {
            assertThat(System.nanoTime()).as("it still takes connections").isLessThan(end);
            try {
                new Socket(address.getHost(), address.getPort()).close();
                Thread.sleep(20);
            } catch (ConnectException closed) {
                refused = true;
            }
        }
    }

    private static HttpResponse<String> get(TestServer server, String path) throws Exception {
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create(server.address() + path)).build(),
                        BodyHandlers.ofString());
    }

    private static byte[] head(URI address, int length) {
        return """
        POST /api/v1/plans/moe-30b-last?name=plan.yaml HTTP/1.1\r
        Host: %s\r
        Content-Type: application/yaml\r
        Idempotency-Key: the-last-one\r
        Connection: close\r
        Content-Length: %d\r
        \r
        """
                .formatted(address.getAuthority(), length)
                .getBytes(StandardCharsets.UTF_8);
    }
}
