package io.shardfit.adapters.web.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.shardfit.adapters.web.Browser;
import io.shardfit.adapters.web.TestServer;
import io.shardfit.application.event.Role;
import io.shardfit.application.ledger.StreamId;
import java.net.http.HttpResponse;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/// Proofs over real HTTP, checked with what was answered and SHA-256 alone: the entry, the path and
/// the note of the checkpoint.
class ProofApiTest {
    private static final TestServer SERVER = TestServer.local();
    private static final Client VIEWER = Client.of(SERVER, "viewer");
    private static final Client AUTHOR = Client.of(SERVER, "author");

    @AfterAll
    static void stop() {
        SERVER.close();
    }

    @Test
    void everyEntryIsProvenInTreesOfSeveralSizes() throws Exception {
        Set<Long> sizes = new TreeSet<>();
        for (String name : new String[] {"a", "b", "c"}) {
            SERVER.sign();
            long size = SERVER.ledger().events().head().position();
            sizes.add(size);
            for (long position = 1; position <= size; position++) {
                assertProven(position, size);
            }
            AUTHOR.submit("proof-" + name, Client.founding("ep16-dp4")).once().answers(201);
        }
        assertThat(sizes).hasSize(3).anyMatch(size -> Long.bitCount(size) != 1);
    }

    private static void assertProven(long position, long size) throws Exception {
        byte[] entry = VIEWER.get("/api/v1/events/" + position).send().body().getBytes(UTF_8);
        HttpResponse<String> answer =
                VIEWER.get("/api/v1/events/%d/proof".formatted(position)).send();
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(answer.headers().firstValue("cache-control")).hasValue("private, max-age=10");
        JsonNode proof = Client.json(answer);

        byte[] hash = sha256(0, entry);
        assertThat(proof.path("leafHash").textValue()).isEqualTo(hex(hash));
        for (JsonNode step : proof.path("path")) {
            byte[] neighbour = HexFormat.of().parseHex(step.path("hash").textValue());
            hash =
                    step.path("side").textValue().equals("left")
                            ? sha256(1, neighbour, hash)
                            : sha256(1, hash, neighbour);
        }
        String[] note = proof.path("note").textValue().split("\n", -1);
        assertThat(note[0]).isEqualTo("shardfit.test/log");
        assertThat(note[1]).isEqualTo(Long.toString(size));
        assertThat(note[2]).isEqualTo(Base64.getEncoder().encodeToString(hash));
        assertThat(proof.path("checkpoint").path("rootHash").textValue()).isEqualTo(hex(hash));
        assertThat(proof.path("checkpoint").path("size").longValue()).isEqualTo(size);
        assertThat(proof.path("leafIndex").longValue()).isEqualTo(position - 1);
    }

    @Test
    void whatIsNotThereOrNotSignedIsSaid() {
        AUTHOR.submit("proof-later", Client.founding("ep16-dp4")).once().answers(201);
        long last =
                SERVER.ledger().events().stream(StreamId.deployment("proof-later"))
                        .getLast()
                        .position();

        Client.Call tooEarly = VIEWER.get("/api/v1/events/%d/proof".formatted(last));
        assertThat(tooEarly.fails(503, "unavailable"))
                .asString()
                .contains("is not signed yet", "ask again in ten seconds");
        assertThat(tooEarly.send().headers().firstValue("retry-after")).hasValue("10");
        HttpResponse<String> page =
                Browser.of(SERVER, Role.AUDITOR).get("/audit/%d?proof=true".formatted(last));
        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.body()).contains("There is no proof now", "is not signed yet");
        assertThat(VIEWER.get("/api/v1/events/999999/proof").fails(404, "not-found"))
                .asString()
                .contains("its last is ");
        assertThat(VIEWER.get("/api/v1/events/0/proof").fails(404, "not-found")).isNotNull();
    }

    @Test
    void theEntryShowsItsProofWithTheSides() {
        Browser browser = Browser.of(SERVER, Role.AUDITOR);
        SERVER.sign();

        assertThat(browser.get("/audit/2").body())
                .contains("href=\"/audit/2?proof=true#proof\"")
                .doesNotContain("Audit path");
        JsonNode proof = VIEWER.get("/api/v1/events/2/proof").answers(200);
        String page = browser.get("/audit/2?proof=true").body();
        assertThat(page)
                .contains("Audit path of leaf 1, ", "/api/v1/events/2/proof")
                .contains(proof.path("checkpoint").path("rootHash").textValue());
        for (JsonNode step : proof.path("path")) {
            assertThat(page)
                    .contains(
                            "<td>%s</td><td><code>%s</code></td>"
                                    .formatted(
                                            step.path("side").textValue(),
                                            step.path("hash").textValue()));
        }
    }

    private static byte[] sha256(int prefix, byte[]... parts) throws NoSuchAlgorithmException {
        MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
        sha256.update((byte) prefix);
        for (byte[] part : parts) {
            sha256.update(part);
        }
        return sha256.digest();
    }

    private static String hex(byte[] hash) {
        return HexFormat.of().formatHex(hash);
    }
}
