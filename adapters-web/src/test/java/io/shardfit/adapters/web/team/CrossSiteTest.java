package io.shardfit.adapters.web.team;

import static org.assertj.core.api.Assertions.assertThat;

import io.micronaut.http.HttpMethod;
import io.shardfit.adapters.web.TestServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// E26: what another site's page can make a browser send, to every route that changes something.
/// Without login any page could act as the local person, so that the guard is all there is.
class CrossSiteTest {
    private static final TestServer SERVER = TestServer.local();
    private static final int PORT = URI.create(SERVER.address()).getPort();

    @AfterAll
    static void stop() {
        SERVER.close();
    }

    @ParameterizedTest
    @CsvSource({
        "Sec-Fetch-Site, cross-site",
        "Sec-Fetch-Site, same-site",
        "Sec-Fetch-Site, SAME-ORIGIN.evil",
        "Origin, https://evil.example",
        "Origin, null",
        "Origin, http://localhost:%d.evil.example",
        "Origin, http://evil.example:%d",
        "Origin, http://localhost:%d@evil.example",
        "Origin, http://127.0.0.1",
        "Origin, http://127.0.0.1:1",
        "Origin, file://",
        "Origin, not an address",
    })
    void noOtherSiteChangesAnything(String header, String value) {
        long before = SERVER.ledger().events().head().position();
        try (SecurityLog log = SecurityLog.open()) {
            List<Operation> changing = operations().stream().filter(Operation::changes).toList();
            for (Operation operation : changing) {
                assertThat(
                                operation
                                        .call(
                                                SERVER.address(),
                                                "own",
                                                header,
                                                value.formatted(PORT))
                                        .text())
                        .as("%s %s", operation.method(), operation.template())
                        .contains("cross-origin");
            }
            assertThat(log.lines())
                    .hasSameSizeAs(changing)
                    .allMatch(line -> line.startsWith("cross-origin"));
        }
        assertThat(SERVER.ledger().events().head().position()).isEqualTo(before);
    }

    /// A form of another site sends these types without asking first.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "text/plain",
                "application/x-www-form-urlencoded",
                "multipart/form-data; boundary=edge",
                "application/json",
                ""
            })
    void norDoesItWithAnyTypeOfBody(String type) {
        long before = SERVER.ledger().events().head().position();
        for (Operation operation : operations().stream().filter(Operation::changes).toList()) {
            Operation.Answer answer =
                    operation.callWith(
                            SERVER.address(),
                            "own",
                            type,
                            "{\"name\":\"x\"}",
                            "Sec-Fetch-Site",
                            "cross-site");
            assertThat(answer.status()).as(operation.template()).isIn(403, 415);
        }
        assertThat(SERVER.ledger().events().head().position()).isEqualTo(before);
    }

    /// What a link or a picture can make a browser send changes nothing.
    @Test
    void readingChangesNothing() {
        long before = SERVER.ledger().events().head().position();
        for (Operation operation : operations().stream().filter(one -> !one.changes()).toList()) {
            assertThat(
                            operation
                                    .call(SERVER.address(), "own", "Sec-Fetch-Site", "cross-site")
                                    .status())
                    .as(operation.template())
                    .isLessThan(500);
        }
        assertThat(SERVER.ledger().events().head().position()).isEqualTo(before);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "evil.example",
                "evil.example:8080",
                "localhost.evil.example",
                "127.0.0.1.evil.example",
                "127.0.0.1@evil.example",
                "localhost:8080.evil.example",
                "0x7f000001",
                "2130706433",
                "0.0.0.0",
                "[::ffff:127.0.0.1]",
                "10.0.0.1",
                "x"
            })
    void aNameThatWasMadeToMeanThisMachineIsNotAnswered(String host) throws IOException {
        assertThat(status(host, "/api/v1/plans")).isEqualTo(421);
        assertThat(status(host, "/check")).isEqualTo(421);
        assertThat(status(host, "/assets/shardfit.css")).isEqualTo(421);
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost", "LOCALHOST:80", "127.0.0.1:9", "127.9.9.9", "[::1]:8080"})
    void itsOwnNamesAre(String host) throws IOException {
        assertThat(status(host, "/api/v1/plans")).isEqualTo(200);
    }

    /// The client of the platform lets nobody choose the host.
    private static int status(String host, String path) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", PORT)) {
            socket.getOutputStream()
                    .write(
                            "GET %s HTTP/1.1\r\nHost: %s\r\nConnection: close\r\n\r\n"
                                    .formatted(path, host)
                                    .getBytes(StandardCharsets.US_ASCII));
            BufferedReader answer =
                    new BufferedReader(
                            new InputStreamReader(
                                    socket.getInputStream(), StandardCharsets.US_ASCII));
            return Integer.parseInt(answer.readLine().split(" ")[1]);
        }
    }

    private static List<Operation> operations() {
        return SERVER.routes().stream()
                .filter(route -> route.getHttpMethod() != HttpMethod.HEAD)
                .map(Operation::new)
                .toList();
    }
}
