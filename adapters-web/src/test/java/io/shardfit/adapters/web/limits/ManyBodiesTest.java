package io.shardfit.adapters.web.limits;

import static org.assertj.core.api.Assertions.assertThat;

import io.shardfit.adapters.web.TestServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// More bodies at once than there is memory for: over sockets, to a server with room for 100,000
/// bytes.
@Timeout(60)
class ManyBodiesTest {
    private static final String ROOM = "shardfit.body-bytes";
    private static final TestServer SERVER = narrow();
    private static final URI ADDRESS = URI.create(SERVER.address());

    private static TestServer narrow() {
        System.setProperty(ROOM, "100000");
        try {
            return TestServer.local();
        } finally {
            System.clearProperty(ROOM);
        }
    }

    @AfterAll
    static void stop() {
        SERVER.close();
    }

    /// As a body of known length and as one in pieces. Which of two is refused is decided by which
    /// comes last, so the first gets time to come, more each time.
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void whatFindsNoRoomIsToldToComeAgainAndFindsItLater(boolean chunked) throws Exception {
        String refused = "";
        for (int pause = 50; status(refused) != 503; pause *= 2) {
            try (Socket first = new Socket(ADDRESS.getHost(), ADDRESS.getPort())) {
                sendPart(first, 95_000, 90_000);
                Thread.sleep(pause);
                refused = answer(45_000, chunked);
            }
        }
        assertThat(refused)
                .startsWith("HTTP/1.1 503 ")
                .containsIgnoringCase("content-type: application/problem+json")
                .containsIgnoringCase("retry-after: 1")
                .containsIgnoringCase("connection: close")
                .contains("\"code\": \"unavailable\"", "\"transient\": true");
        await(() -> status(answer(45_000, chunked)) == 422);
    }

    /// Who announces much and sends nothing takes nothing from others.
    @Test
    void whatIsAnnouncedTakesNoRoom() throws Exception {
        try (Socket first = new Socket(ADDRESS.getHost(), ADDRESS.getPort());
                Socket second = new Socket(ADDRESS.getHost(), ADDRESS.getPort())) {
            sendPart(first, 99_000, 10);
            sendPart(second, 99_000, 10);
            assertThat(status(answer(90_000, false))).isNotEqualTo(503);
        }
    }

    /// What was answered is given back, also on a connection that stays.
    @Test
    void answersGiveTheRoomBack() throws Exception {
        try (Socket socket = new Socket(ADDRESS.getHost(), ADDRESS.getPort())) {
            for (int i = 0; i < 5; i++) {
                sendPart(socket, 60_000, 60_000);
                assertThat(readStatus(socket)).as("body %d", i).isNotEqualTo(503);
            }
        }
    }

    private interface Condition {
        boolean holds() throws Exception;
    }

    private static void await(Condition condition) throws Exception {
        while (!condition.holds()) {
            Thread.sleep(20);
        }
    }

    private static int status(String answer) {
        return answer.isEmpty() ? 0 : Integer.parseInt(answer.substring(9, 12));
    }

    private static String head(String length) {
        return """
        POST /api/v1/validations HTTP/1.1\r
        Host: %s\r
        Content-Type: application/yaml\r
        %s\r
        """
                .formatted(ADDRESS.getAuthority(), length);
    }

    private static void sendPart(Socket socket, int announced, int sent) throws IOException {
        OutputStream out = socket.getOutputStream();
        out.write(bytes(head("Content-Length: " + announced) + "\r\n" + "#".repeat(sent)));
        out.flush();
    }

    private static String answer(int size, boolean chunked) throws IOException {
        String body =
                chunked
                        ? Integer.toHexString(size) + "\r\n" + "#".repeat(size) + "\r\n0\r\n\r\n"
                        : "#".repeat(size);
        String length = chunked ? "Transfer-Encoding: chunked" : "Content-Length: " + size;
        try (Socket socket = new Socket(ADDRESS.getHost(), ADDRESS.getPort())) {
            socket.getOutputStream()
                    .write(bytes(head(length + "\r\nConnection: close") + "\r\n" + body));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException reset) {
            return ""; // the rest of the body met a closed door before the answer was read
        }
    }

    private static int readStatus(Socket socket) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            head.append((char) socket.getInputStream().read());
        }
        String text = head.toString().toLowerCase(Locale.ROOT);
        String length = text.replaceAll("(?s).*content-length: (\\d+).*", "$1");
        socket.getInputStream().readNBytes(Integer.parseInt(length));
        return status(head.toString());
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
