package io.shardfit.application.evidence;

import io.shardfit.application.format.EntryFormat;
import io.shardfit.application.ledger.Digest;
import io.shardfit.application.ledger.Document;
import io.shardfit.application.ledger.SignedCheckpoint;
import io.shardfit.application.port.CheckpointLog;
import io.shardfit.application.port.EventLog;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Writes all that someone needs to verify the log without us: the entries that the last checkpoint
/// covers, that checkpoint, the public key, the documents, and a verifier of its own.
public final class ExportLedger {
    private static final int ENTRIES = 1_000;
    private static final String VERIFIER = "verify.py";
    private static final String README = "README";

    private final EventLog log;
    private final CheckpointLog checkpoints;
    private final List<VerifyingKey> keys;

    /// @param keys that the log is verified with, that of its present origin first
    public ExportLedger(EventLog log, CheckpointLog checkpoints, List<VerifyingKey> keys) {
        this.log = log;
        this.checkpoints = checkpoints;
        this.keys = List.copyOf(keys);
    }

    /// What became of it.
    public sealed interface Outcome {
        record Exported(long events, int documents) implements Outcome {}

        /// There is something in the folder already.
        record NotEmpty(Path folder) implements Outcome {}

        /// Nothing was signed yet, so nothing could be verified.
        record NoCheckpoint() implements Outcome {}

        /// The log ends before its checkpoint.
        record Short(long size, long events) implements Outcome {}
    }

    public Outcome export(Path folder) {
        Optional<SignedCheckpoint> last = checkpoints.latest(keys.getFirst().name());
        if (last.isEmpty()) {
            return new Outcome.NoCheckpoint();
        }
        try {
            Files.createDirectories(folder);
            try (Stream<Path> content = Files.list(folder)) {
                if (content.findAny().isPresent()) {
                    return new Outcome.NotEmpty(folder);
                }
            }
            return export(folder, last.orElseThrow());
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private Outcome export(Path folder, SignedCheckpoint last) throws IOException {
        Path documents = Files.createDirectory(folder.resolve(Evidence.DOCUMENTS));
        Set<Digest> looked = new HashSet<>();
        int written = 0;
        long position = 0;
        long size = last.checkpoint().size();
        try (OutputStream lines =
                new BufferedOutputStream(
                        Files.newOutputStream(folder.resolve(Evidence.EVENTS)), 1 << 16)) {
            while (position < size) {
                int limit = (int) Math.min(ENTRIES, size - position);
                List<byte[]> entries = log.bytesAfter(position, limit);
                if (entries.isEmpty()) {
                    return new Outcome.Short(size, position);
                }
                for (byte[] entry : entries) {
                    lines.write(entry);
                    lines.write('\n');
                    written += documents(entry, documents, looked);
                }
                position += entries.size();
            }
        }
        describe(folder, last);
        return new Outcome.Exported(position, written);
    }

    /// Every digest that an entry names and under which the log holds a document.
    private int documents(byte[] entry, Path folder, Set<Digest> looked) throws IOException {
        int written = 0;
        for (Digest digest : Digests.in(EntryFormat.read(entry).data())) {
            Optional<Document> document =
                    looked.add(digest) ? log.document(digest) : Optional.empty();
            if (document.isPresent()) {
                Files.write(folder.resolve(digest.hex()), document.orElseThrow().bytes());
                written++;
            }
        }
        return written;
    }

    private void describe(Path folder, SignedCheckpoint last) throws IOException {
        Files.writeString(folder.resolve(Evidence.CHECKPOINT), last.note());
        Files.writeString(
                folder.resolve(Evidence.KEY),
                keys.stream().map(key -> key.text() + "\n").collect(Collectors.joining()));
        for (String name : List.of(README, VERIFIER)) {
            try (InputStream resource =
                    Objects.requireNonNull(ExportLedger.class.getResourceAsStream(name), name)) {
                Files.copy(resource, folder.resolve(name));
            }
        }
    }
}
