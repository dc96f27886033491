package io.shardfit.adapters.web.gate;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.shardfit.application.gate.Denial;
import io.shardfit.application.ledger.Digest;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Denials in a file, one a line of JSON. It survives the process, not the machine: nothing waits
/// for the disk.
final class SpoolFile {
    private static final Logger LOG = LoggerFactory.getLogger(SpoolFile.class);
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final Path path;

    SpoolFile(Path directory) {
        this.path = directory.resolve("denials.jsonl");
    }

    /// {@return what an earlier process left; a last line that was cut off is no denial}
    List<Denial> read() {
        List<Denial> found = new ArrayList<>();
        try {
            if (!Files.exists(path)) {
                return found;
            }
            for (String line : Files.readAllLines(path, StandardCharsets.UTF_8)) {
                denial(line).ifPresent(found::add);
            }
        } catch (IOException unreadable) {
            throw new UncheckedIOException("cannot read the spool of denials", unreadable);
        }
        return found;
    }

    void append(Denial denial) throws IOException {
        ObjectNode line = MAPPER.createObjectNode();
        line.put("request", denial.request()).put("environment", denial.environment());
        denial.deployment().ifPresent(name -> line.put("deployment", name));
        denial.plan().ifPresent(plan -> line.put("plan", plan.text()));
        line.put("reason", denial.reason());
        Files.createDirectories(path.toAbsolutePath().getParent());
        try (FileChannel channel =
                FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
            ByteBuffer bytes = ByteBuffer.wrap((line + "\n").getBytes(StandardCharsets.UTF_8));
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
        }
    }

    void empty() throws IOException {
        if (Files.exists(path)) {
            Files.write(path, new byte[0]);
        }
    }

    private static Optional<Denial> denial(String line) {
        try {
            JsonNode node = MAPPER.readTree(line);
            return Optional.of(
                    new Denial(
                            node.required("request").asText(),
                            node.required("environment").asText(),
                            text(node, "deployment"),
                            text(node, "plan").map(Digest::new),
                            node.required("reason").asText()));
        } catch (JsonProcessingException | IllegalArgumentException broken) {
            LOG.warn("a line of the spool is no denial: {}", broken.getMessage());
            return Optional.empty();
        }
    }

    private static Optional<String> text(JsonNode node, String key) {
        return Optional.of(node.path(key)).filter(JsonNode::isTextual).map(JsonNode::textValue);
    }
}
