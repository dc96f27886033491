package io.shardfit.application.evidence;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Optional;

/// A log file in pieces of whole lines, so that none of it is kept longer than needed.
final class LogChunks {
    private static final int BYTES = 1 << 18;

    private final InputStream file;
    private byte[] rest = {};

    LogChunks(InputStream file) {
        this.file = file;
    }

    /// @param bytes whole lines; the last piece of a file may end in the middle of one
    /// @param length how many of the bytes count
    record Chunk(byte[] bytes, int length) {}

    /// {@return the next piece, or nothing at the end}
    Optional<Chunk> next() throws IOException {
        byte[] bytes = Arrays.copyOf(rest, Math.max(BYTES, rest.length));
        int length = rest.length;
        length += file.readNBytes(bytes, length, bytes.length - length);
        int whole = length;
        while (whole > 0 && bytes[whole - 1] != '\n') {
            whole--;
        }
        boolean endless = whole == 0 || length < bytes.length;
        int given = endless ? length : whole;
        rest = Arrays.copyOfRange(bytes, given, length);
        return given == 0 ? Optional.empty() : Optional.of(new Chunk(bytes, given));
    }
}
