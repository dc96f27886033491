package io.shardfit.application.evidence;

import io.shardfit.application.ledger.Digest;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.UUID;

/// Hashes of rows whose columns no entry holds: whoever changes one field of them is found. The
/// migration `row_hashes` computes the same in SQL; parts of fixed length come first.
public final class RowHash {
    /// What PostgreSQL counts microseconds from.
    private static final Instant EPOCH = Instant.parse("2000-01-01T00:00:00Z");

    private RowHash() {}

    /// @param request 32 bytes
    public static byte[] command(
            String principal, UUID command, byte[] request, long first, long last) {
        return hash(
                ByteBuffer.allocate(4 * Long.BYTES + request.length)
                        .putLong(command.getMostSignificantBits())
                        .putLong(command.getLeastSignificantBits())
                        .put(request)
                        .putLong(first)
                        .putLong(last),
                principal);
    }

    /// @param digest 32 bytes
    public static byte[] document(byte[] digest, String mediaType, Instant storedAt) {
        return hash(
                ByteBuffer.allocate(digest.length + Long.BYTES)
                        .put(digest)
                        .putLong(micros(storedAt)),
                mediaType);
    }

    public static byte[] checkpoint(
            long size, Digest root, Instant createdAt, String origin, String note) {
        byte[] hash = root.hash();
        return hash(
                ByteBuffer.allocate(2 * Long.BYTES + hash.length)
                        .putLong(size)
                        .put(hash)
                        .putLong(micros(createdAt)),
                origin + "\n" + note);
    }

    private static byte[] hash(ByteBuffer fixed, String text) {
        MessageDigest hash = Digest.sha256();
        hash.update(fixed.array());
        return hash.digest(text.getBytes(StandardCharsets.UTF_8));
    }

    /// A time that no clock of ours gives, as infinity, is none that was hashed.
    private static long micros(Instant time) {
        try {
            return ChronoUnit.MICROS.between(EPOCH, time);
        } catch (ArithmeticException beyond) {
            return Long.MAX_VALUE;
        }
    }
}
