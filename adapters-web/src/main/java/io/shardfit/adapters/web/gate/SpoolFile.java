package io.shardfit.adapters.web.gate;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shardfit.application.gate.Denial;
import io.shardfit.application.ledger.Digest;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Denials in a file, one a line of JSON. It survives the process, not the machine: nothing waits
/// for the disk. Of several processes in one folder each has a file of its own, by a lock that ends
/// with the process.
final class SpoolFile implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SpoolFile.class);
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final int MOST_FILES = 100;

    private final FileChannel channel;

    private SpoolFile(FileChannel channel) {
        this.channel = channel;
    }

    /// {@return the first file of the folder that no other process has}
    static SpoolFile open(Path directory) throws IOException {
        Files.createDirectories(directory);
        for (int number = 0; number < MOST_FILES; number++) {
            FileChannel channel =
                    FileChannel.open(
                            directory.resolve("denials-%d.jsonl".formatted(number)),
                            StandardOpenOption.CREATE,
                            StandardOpenOption.READ,
                            StandardOpenOption.WRITE);
            if (isOurs(channel)) {
                return new SpoolFile(channel);
            }
            channel.close();
        }
        throw new IOException("%s has %d files in use".formatted(directory, MOST_FILES));
    }

    private static boolean isOurs(FileChannel channel) throws IOException {
        try {
            return channel.tryLock() != null;
        } catch (OverlappingFileLockException another) {
            return false;
        }
    }

    /// {@return what an earlier process left; a last line that was cut off is no denial}
    List<Denial> read() throws IOException {
        channel.position(0);
        String text =
                new String(Channels.newInputStream(channel).readAllBytes(), StandardCharsets.UTF_8);
        List<Denial> found = new ArrayList<>();
        text.lines().forEach(line -> denial(line).ifPresent(found::add));
        return found;
    }

    void append(Denial denial) throws IOException {
        ObjectNode line = MAPPER.createObjectNode();
        line.put("request", denial.request()).put("environment", denial.environment());
        denial.deployment().ifPresent(name -> line.put("deployment", name));
        denial.plan().ifPresent(plan -> line.put("plan", plan.text()));
        line.put("reason", denial.reason());
        ByteBuffer bytes = ByteBuffer.wrap((line + "\n").getBytes(StandardCharsets.UTF_8));
        channel.position(channel.size());
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }

    void empty() throws IOException {
        channel.truncate(0);
    }

    @Override
    public void close() throws IOException {
        channel.close();
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
