package io.shardfit.application.evidence;

import io.shardfit.application.event.UnreadableEvent;
import io.shardfit.application.evidence.ScannedChunk.Notable;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// Goes through the lines of a log once: pieces are scanned and hashed side by side, a few ahead,
/// and joined in order by one thread.
final class LogWalk {
    private static final int PIECES_AHEAD = 3;

    private final Path file;
    private final PrefixRoots roots;
    private final Set<String> documents;
    private final Continuations continuations = new Continuations();
    private final Map<String, Tampering> missing = new LinkedHashMap<>();
    private final EventIds ids = new EventIds(new SplittableRandom().nextLong());
    private long lines;
    private long lastTime;

    /// @param documents the hexadecimal digits of those that are there
    LogWalk(Path file, PrefixRoots roots, Set<String> documents) {
        this.file = file;
        this.roots = roots;
        this.documents = documents;
    }

    /// {@return the documents that lines so far name and that are not there, each once}
    Collection<Tampering> missing() {
        return List.copyOf(missing.values());
    }

    Continuations continuations() {
        return continuations;
    }

    /// {@return the first line that is not as it should be}
    Optional<Tampering> walk() throws IOException {
        int processors = Runtime.getRuntime().availableProcessors();
        try (InputStream bytes = Files.newInputStream(file);
                ExecutorService workers = Executors.newFixedThreadPool(processors)) {
            LogChunks chunks = new LogChunks(bytes);
            Deque<Future<ScannedChunk>> ahead = new ArrayDeque<>();
            Optional<LogChunks.Chunk> chunk = chunks.next();
            Optional<Tampering> found = Optional.empty();
            while (found.isEmpty() && (chunk.isPresent() || !ahead.isEmpty())) {
                while (chunk.isPresent() && ahead.size() < PIECES_AHEAD * processors) {
                    LogChunks.Chunk next = chunk.orElseThrow();
                    ahead.add(workers.submit(() -> ScannedChunk.of(next, documents)));
                    chunk = chunks.next();
                }
                found = join(result(ahead.remove()));
            }
            return found;
        }
    }

    private static ScannedChunk result(Future<ScannedChunk> scanned) {
        try {
            return scanned.get();
        } catch (ExecutionException failed) {
            throw new IllegalStateException(failed.getCause());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while verifying", interrupted);
        }
    }

    private Optional<Tampering> join(ScannedChunk chunk) throws IOException {
        if (!chunk.leaves().isEmpty()) {
            if (chunk.firstPosition() != lines + 1) {
                return here(ScannedChunk.wrongPosition(lines + 1, chunk.firstPosition()));
            }
            if (chunk.firstTime() < lastTime) {
                return here(ScannedChunk.BACK);
            }
            lastTime = chunk.lastTime();
        }
        Iterator<Notable> notable = chunk.notable().iterator();
        Optional<Notable> next = following(notable);
        for (int i = 0; i < chunk.leaves().size(); i++) {
            Optional<Tampering> twice = twice(chunk.ids()[2 * i], chunk.ids()[2 * i + 1]);
            if (twice.isPresent()) {
                return twice;
            }
            roots.append(chunk.leaves().get(i));
            lines++;
            while (next.isPresent() && next.get().line() == i) {
                note(next.get());
                next = following(notable);
            }
        }
        return chunk.fault().flatMap(this::here);
    }

    private static Optional<Notable> following(Iterator<Notable> notable) {
        return notable.hasNext() ? Optional.of(notable.next()) : Optional.empty();
    }

    private void note(Notable notable) {
        switch (notable) {
            case Notable.Missing(int _, String document) ->
                    missing.putIfAbsent(document, new Tampering.MissingDocument(document, lines));
            case Notable.Continued(int _, byte[] entry) -> continued(entry);
        }
    }

    private void continued(byte[] entry) {
        try {
            continuations.read(lines, entry);
        } catch (IllegalArgumentException | UnreadableEvent _) {
            // Without the checkpoint of the log before, it excuses no loss.
        }
    }

    private Optional<Tampering> here(String why) {
        return Optional.of(new Tampering.Line(lines + 1, why));
    }

    private Optional<Tampering> twice(long high, long low) throws IOException {
        if (ids.add(high, low)) {
            return Optional.empty();
        }
        UUID id = new UUID(high, low);
        long before = lineOf(id);
        return before > lines
                ? Optional.empty()
                : Optional.of(new Tampering.Twice(lines + 1, id, before));
    }

    /// {@return the first line with that event; its bits were seen, but perhaps in another}
    private long lineOf(UUID id) throws IOException {
        try (InputStream bytes = new BufferedInputStream(Files.newInputStream(file))) {
            LogChunks chunks = new LogChunks(bytes);
            long line = 1;
            for (Optional<LogChunks.Chunk> chunk = chunks.next();
                    chunk.isPresent();
                    chunk = chunks.next()) {
                ScannedChunk scanned = ScannedChunk.of(chunk.orElseThrow(), documents);
                for (int i = 0; i < scanned.leaves().size(); i++, line++) {
                    if (new UUID(scanned.ids()[2 * i], scanned.ids()[2 * i + 1]).equals(id)) {
                        return line;
                    }
                }
            }
            return Long.MAX_VALUE;
        }
    }
}
