package io.shardfit.adapters.web.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.shardfit.adapters.web.TestServer;
import io.shardfit.application.ledger.SignedCheckpoint;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/// The evidence over real HTTP.
class AuditApiTest {
    private static final HttpClient CLIENT = HttpClient.newHttpClient();
    private static final TestServer SERVER = TestServer.local();

    @AfterAll
    static void stop() {
        SERVER.close();
    }

    @Test
    void theCheckpointIsTheNoteItself() throws Exception {
        SignedCheckpoint signed = SERVER.ledger().checkpoints().all().getLast();

        HttpResponse<byte[]> answer = get("/api/v1/audit/checkpoint", "viewer");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(new String(answer.body(), StandardCharsets.UTF_8)).isEqualTo(signed.note());
    }

    @Test
    void theExportHoldsWhatTheCheckpointCovers() throws Exception {
        long left = archivesOnDisk();
        HttpResponse<byte[]> answer = get("/api/v1/audit/export", "auditor");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("content-type")).hasValue("application/zip");
        Map<String, byte[]> files = unpacked(answer.body());
        assertThat(files).containsKeys("events.jsonl", "checkpoint", "verify.py", "README");
        ByteArrayOutputStream lines = new ByteArrayOutputStream();
        for (byte[] entry :
                SERVER.ledger()
                        .events()
                        .bytesAfter(
                                0,
                                (int)
                                        SERVER.ledger()
                                                .checkpoints()
                                                .all()
                                                .getLast()
                                                .checkpoint()
                                                .size())) {
            lines.writeBytes(entry);
            lines.write('\n');
        }
        assertThat(files.get("events.jsonl")).isEqualTo(lines.toByteArray());
        assertThat(archivesOnDisk()).as("nothing stays behind").isEqualTo(left);
    }

    @Test
    void onlyWhoAuditsOrAdministersExports() throws Exception {
        assertThat(get("/api/v1/audit/export", "admin").statusCode()).isEqualTo(200);
        for (String role : new String[] {"viewer", "author", "approver"}) {
            assertThat(get("/api/v1/audit/export", role).statusCode()).isEqualTo(403);
        }
    }

    private static long archivesOnDisk() throws IOException {
        try (Stream<Path> files = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
            return files.filter(
                            file -> file.getFileName().toString().startsWith("shardfit-export-"))
                    .count();
        }
    }

    private static Map<String, byte[]> unpacked(byte[] zip) throws IOException {
        Map<String, byte[]> files = new TreeMap<>();
        try (ZipInputStream archive = new ZipInputStream(new ByteArrayInputStream(zip))) {
            for (ZipEntry entry = archive.getNextEntry();
                    entry != null;
                    entry = archive.getNextEntry()) {
                files.put(entry.getName(), archive.readAllBytes());
            }
        }
        return files;
    }

    private static HttpResponse<byte[]> get(String path, String role) throws Exception {
        return CLIENT.send(
                HttpRequest.newBuilder(URI.create(SERVER.address() + path))
                        .header("Authorization", "Bearer local-" + role)
                        .build(),
                BodyHandlers.ofByteArray());
    }
}
