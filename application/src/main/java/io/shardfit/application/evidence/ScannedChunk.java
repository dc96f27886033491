package io.shardfit.application.evidence;

import io.shardfit.application.ledger.Digest;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// What is known of some lines without those before them: all that takes time.
///
/// @param leaves of the sound lines at its start
/// @param ids the event ids of these, two numbers each
/// @param firstPosition of the first line; the others follow without a gap
/// @param firstTime in the order of time; the others never go back
/// @param fault what is wrong with the line after the sound ones
record ScannedChunk(
        List<byte[]> leaves,
        long[] ids,
        long firstPosition,
        long firstTime,
        long lastTime,
        Optional<String> fault) {

    static ScannedChunk of(LogChunks.Chunk chunk) {
        return new Scan(chunk).done();
    }

    private static final class Scan {
        private static final int LIKELY_BYTES = 512;

        private final byte[] bytes;
        private final int length;
        private final CanonicalScanner scanner = new CanonicalScanner();
        private final MessageDigest hash = Digest.sha256();
        private final List<byte[]> leaves = new ArrayList<>();
        private long[] ids;
        private long firstPosition;
        private long firstTime;
        private long lastTime;

        Scan(LogChunks.Chunk chunk) {
            bytes = chunk.bytes();
            length = chunk.length();
            ids = new long[2 * (1 + length / LIKELY_BYTES)];
        }

        ScannedChunk done() {
            Optional<String> fault = Optional.empty();
            int from = 0;
            while (from < length && fault.isEmpty()) {
                int to = from;
                while (to < length && bytes[to] != '\n') {
                    to++;
                }
                fault = line(from, to);
                from = to + 1;
            }
            return new ScannedChunk(leaves, ids, firstPosition, firstTime, lastTime, fault);
        }

        private Optional<String> line(int from, int to) {
            if (to == length) {
                return Optional.of("the file breaks off: a line ends in a line feed");
            }
            try {
                scanner.scan(bytes, from, to);
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
            leaves.add(hash.digest());
            return Optional.empty();
        }
    }

    static final String BACK = "its time is before that of the line before";

    static String wrongPosition(long expected, long found) {
        return "expected position %d, found %d".formatted(expected, found);
    }
}
