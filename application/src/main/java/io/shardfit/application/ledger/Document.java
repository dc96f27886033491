package io.shardfit.application.ledger;

import java.util.Arrays;

/// Bytes that an event names by their digest: a plan, a verdict, a rule-set.
public final class Document {
    /// What the log takes in one piece.
    public static final int MOST_BYTES = 1 << 20;

    private final Digest digest;
    private final String mediaType;
    private final byte[] bytes;

    public Document(String mediaType, byte[] bytes) {
        if (bytes.length > MOST_BYTES) {
            throw new IllegalArgumentException(
                    "a document of %d bytes; at most %d".formatted(bytes.length, MOST_BYTES));
        }
        this.mediaType = mediaType;
        this.bytes = bytes.clone();
        this.digest = Digest.of(bytes);
    }

    public Digest digest() {
        return digest;
    }

    public String mediaType() {
        return mediaType;
    }

    /// {@return how many bytes}
    public int size() {
        return bytes.length;
    }

    public byte[] bytes() {
        return bytes.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Document that
                && mediaType.equals(that.mediaType)
                && Arrays.equals(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
        return digest.hashCode();
    }

    @Override
    public String toString() {
        return mediaType + " " + digest.text();
    }
}
