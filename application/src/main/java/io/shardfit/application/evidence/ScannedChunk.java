package io.shardfit.application.evidence;

import io.shardfit.application.format.EntryFormat;
import io.shardfit.application.ledger.Digest;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// What is known of some lines without those before them: all that takes time.
///
/// @param leaves of the sound lines at its start
/// @param ids the event ids of these, two numbers each
/// @param firstPosition of the first line; the others follow without a gap
/// @param firstTime in the order of time; the others never go back
/// @param notable what is more to say about some of them, in order
/// @param fault what is wrong with the line after the sound ones
record ScannedChunk(
        List<byte[]> leaves,
        long[] ids,
        long firstPosition,
        long firstTime,
        long lastTime,
        List<Notable> notable,
        Optional<String> fault) {
    private static final byte[] CONTINUED =
            "\"type\":\"LogContinued\"}".getBytes(StandardCharsets.US_ASCII);

    /// Something that a line says beyond being sound.
    sealed interface Notable {
        /// {@return which line of the piece, from 0}
        int line();

        /// It names a document that is not there.
        record Missing(int line, String document) implements Notable {}

        /// It says that the log continues another.
        record Continued(int line, byte[] entry) implements Notable {}
    }

    /// @param documents the hexadecimal digits of those that are there
    static ScannedChunk of(LogChunks.Chunk chunk, Set<String> documents) {
        return new Scan(chunk, documents).done();
    }

    private static final class Scan {
        private static final int LIKELY_BYTES = 512;

        private final byte[] bytes;
        private final int length;
        private final Set<String> documents;
        private final List<Notable> notable = new ArrayList<>();
        private final CanonicalScanner scanner = new CanonicalScanner();
        private final MessageDigest hash = Digest.sha256();
        private final List<byte[]> leaves = new ArrayList<>();
        private long[] ids;
        private long firstPosition;
        private long firstTime;
        private long lastTime;
        private boolean sound;

        Scan(LogChunks.Chunk chunk, Set<String> documents) {
            this.documents = documents;
            bytes = chunk.bytes();
            length = chunk.length();
            ids = new long[2 * (1 + length / LIKELY_BYTES)];
        }

        ScannedChunk done() {
            Optional<String> fault = Optional.empty();
            int from = 0;
            while (from < length && fault.isEmpty()) {
                int to = endOf(from);
                fault = line(from, to);
                from = to + 1;
            }
            return new ScannedChunk(
                    leaves, ids, firstPosition, firstTime, lastTime, notable, fault);
        }

        /// A canonical entry holds no line feed, so a sound line ends where its entry does. The
        /// others are searched for their line feed, and read again for what is wrong.
        private int endOf(int from) {
            try {
                int to = scanner.scanFrom(bytes, from, length);
                if (to < length && bytes[to] == '\n' && to - from <= EntryFormat.MOST_BYTES) {
                    sound = true;
                    return to;
                }
            } catch (NotCanonical _) {
                // Told apart below.
            }
            sound = false;
            int to = from;
            while (to < length && bytes[to] != '\n') {
                to++;
            }
            return to;
        }

        private Optional<String> line(int from, int to) {
            if (to == length) {
                return Optional.of("the file breaks off: a line ends in a line feed");
            }
            try {
                if (!sound) {
                    scanner.scan(bytes, from, to);
                }
            } catch (NotCanonical fault) {
                return Optional.of(String.valueOf(fault.getMessage()));
            }
            return leaves.isEmpty() ? first(from, to) : following(from, to);
        }

        private Optional<String> first(int from, int to) {
            firstPosition = scanner.position();
            firstTime = scanner.recordedAt();
            return keep(from, to);
        }

        private Optional<String> following(int from, int to) {
            long expected = firstPosition + leaves.size();
            if (scanner.position() != expected) {
                return Optional.of(wrongPosition(expected, scanner.position()));
            }
            return scanner.recordedAt() < lastTime ? Optional.of(BACK) : keep(from, to);
        }

        private Optional<String> keep(int from, int to) {
            lastTime = scanner.recordedAt();
            MerkleTree.leaf(hash, bytes, from, to - from);
            int place = 2 * leaves.size();
            if (place == ids.length) {
                ids = Arrays.copyOf(ids, 2 * place);
            }
            ids[place] = scanner.idHigh();
            ids[place + 1] = scanner.idLow();
            note(from, to);
            leaves.add(hash.digest());
            return Optional.empty();
        }

        private void note(int from, int to) {
            for (String document : scanner.documents()) {
                if (!documents.contains(document)) {
                    notable.add(new Notable.Missing(leaves.size(), document));
                }
            }
            int ending = to - CONTINUED.length;
            if (ending > from && Arrays.equals(bytes, ending, to, CONTINUED, 0, CONTINUED.length)) {
                notable.add(
                        new Notable.Continued(leaves.size(), Arrays.copyOfRange(bytes, from, to)));
            }
        }
    }

    static final String BACK = "its time is before that of the line before";

    static String wrongPosition(long expected, long found) {
        return "expected position %d, found %d".formatted(expected, found);
    }
}
