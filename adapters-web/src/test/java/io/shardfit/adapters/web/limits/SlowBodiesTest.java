package io.shardfit.adapters.web.limits;

import static org.assertj.core.api.Assertions.assertThat;

import io.shardfit.adapters.web.TestServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Bodies that come too slowly, over a socket: RFC 9110 section 15.5.9 has 408 for them.
@Timeout(120)
class SlowBodiesTest {
    private static final String PATIENCE = "shardfit.request-timeout";
    private static final TestServer SERVER = impatient();

    private static TestServer impatient() {
        System.setProperty(PATIENCE, "2s");
        try {
            return TestServer.local();
        } finally {
            System.clearProperty(PATIENCE);
        }
    }

    @AfterAll
    static void stop() {
        SERVER.close();
    }

    /// What touches the whole log takes as long as the log is long, but not as long as its client
    /// likes.
    @ParameterizedTest
    @CsvSource({
        "/api/v1/validations, application/yaml, silent",
        "/api/v1/validations, application/yaml, dripping",
        "/api/v1/waivers/staging/x/revoke, application/json, dripping",
        "/api/v1/rule-sets/2/withdraw, application/json, dripping",
        "/k8s/admission/v1/staging, application/json, dripping"
    })
    void whoDoesNotSendTheirBodyIsToldSoAndCutOff(String path, String type, String how)
            throws Exception {
        URI address = URI.create(SERVER.address());
        try (Socket socket = new Socket(address.getHost(), address.getPort())) {
            OutputStream out = socket.getOutputStream();
            out.write(
                    """
                    POST %s HTTP/1.1\r
                    Host: %s\r
                    Authorization: Bearer local-admin\r
                    Idempotency-Key: slow\r
                    If-Match: "sha256:%s"\r
                    Content-Type: %s\r
                    Content-Length: 1000\r
                    \r
                    {"\
                    """
                            .formatted(path, address.getAuthority(), "0".repeat(64), type)
                            .getBytes(StandardCharsets.UTF_8));
            Thread drip = Thread.ofVirtual().start(() -> drip(out, how));
            String answer =
                    new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            drip.interrupt();

            assertThat(answer)
                    .startsWith("HTTP/1.1 408 ")
                    .containsIgnoringCase("content-type: application/problem+json")
                    .containsIgnoringCase("connection: close")
                    .contains("\"code\": \"too-slow\"", "\"transient\": true")
                    .doesNotContain("Exception", "\tat ");
        }
    }

    private static void drip(OutputStream out, String how) {
        try {
            while (how.equals("dripping")) {
                Thread.sleep(100);
                out.write('a');
                out.flush();
            }
        } catch (IOException | InterruptedException ended) {
            // the server has hung up, as it should
        }
    }
}
