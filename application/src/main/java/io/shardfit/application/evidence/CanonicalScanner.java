package io.shardfit.application.evidence;

import io.shardfit.application.format.EntryFormat;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

/// Reads an entry's bytes in one pass and accepts them only in their one canonical spelling: the
/// profile of RFC 8785 that `EntryFormat` writes. No object is made on the way. Reusable, by one
/// thread at a time.
///
/// Sorted plain keys, no space, whole numbers up to 2^53 - 1 without a leading zero, UTF-8 with the
/// shortest escapes, no deeper than `EntryFormat.MOST_DEPTH`. Whether a text is in NFC is not
/// asked.
public final class CanonicalScanner {
    private static final byte[] POSITION = ascii("position");
    private static final byte[] EVENT_ID = ascii("eventId");
    private static final byte[] RECORDED_AT = ascii("recordedAt");
    private static final List<byte[]> DOCUMENT_KEYS =
            Stream.of(
                            "rawDigest",
                            "documentDigest",
                            "artefactDigest",
                            "unchangedListDigest",
                            "unchangedListDigests")
                    .map(CanonicalScanner::ascii)
                    .toList();
    private static final byte[] DIGEST = ascii("sha256:");
    private static final int DIGEST_BYTES = DIGEST.length + 64;
    private static final byte[] TRUE = ascii("true");
    private static final byte[] FALSE = ascii("false");
    private static final byte[] NULL = ascii("null");

    private final CanonicalText text = new CanonicalText();
    private byte[] bytes = {};
    private long position;
    private long idHigh;
    private long idLow;
    private long recordedAt;
    private boolean namesDocument;
    private final List<String> documents = new ArrayList<>();

    public CanonicalScanner() {
        position = 0;
    }

    /// @throws IllegalArgumentException if the bytes are not a canonical entry, saying why
    public void scan(byte[] entry) {
        try {
            scan(entry, 0, entry.length);
        } catch (NotCanonical fault) {
            throw new IllegalArgumentException(fault.getMessage(), fault);
        }
    }

    void scan(byte[] source, int from, int to) {
        if (to - from > EntryFormat.MOST_BYTES) {
            text.startAt(source, from, to);
            throw text.fault("%d bytes, at most %d".formatted(to - from, EntryFormat.MOST_BYTES));
        }
        if (scanFrom(source, from, to) < to) {
            throw text.fault("bytes after the entry");
        }
    }

    /// {@return where the entry ends that starts there}
    ///
    /// @param to where it must have ended
    int scanFrom(byte[] source, int from, int to) {
        bytes = source;
        text.startAt(source, from, to);
        position = 0;
        idHigh = 0;
        idLow = 0;
        recordedAt = 0;
        namesDocument = false;
        documents.clear();
        text.expect('{', "an object");
        members(1);
        if (position <= 0 || recordedAt == 0 || (idHigh | idLow) == 0) {
            throw text.fault("expected position, recordedAt and eventId");
        }
        return text.at();
    }

    public long position() {
        return position;
    }

    public UUID eventId() {
        return new UUID(idHigh, idLow);
    }

    long idHigh() {
        return idHigh;
    }

    long idLow() {
        return idLow;
    }

    /// {@return a number that grows with the time and means nothing else}
    long recordedAt() {
        return recordedAt;
    }

    /// {@return the hexadecimal digits of every digest under a key that names a kept document}
    public List<String> documents() {
        return List.copyOf(documents);
    }

    private void members(int depth) {
        checkDepth(depth);
        if (text.skips('}')) {
            return;
        }
        int lastFrom = 0;
        int lastTo = 0;
        do {
            text.expect('"', "a key");
            int from = text.at();
            int to = from + text.plainText();
            if (Arrays.compareUnsigned(bytes, lastFrom, lastTo, bytes, from, to) >= 0) {
                throw text.fault("keys empty, not sorted, or twice");
            }
            lastFrom = from;
            lastTo = to;
            text.expect(':', "a colon");
            member(depth, from, to - from);
        } while (text.skips(','));
        text.expect('}', "a comma or the end of the members");
    }

    private void member(int depth, int key, int length) {
        if (depth == 1 && length == POSITION.length && text.startsWith(POSITION, key)) {
            position = text.number();
        } else if (depth == 1 && length == EVENT_ID.length && text.startsWith(EVENT_ID, key)) {
            eventIdText();
        } else if (depth == 1
                && length == RECORDED_AT.length
                && text.startsWith(RECORDED_AT, key)) {
            text.expect('"', "a time");
            int from = text.at();
            recordedAt = CanonicalTime.read(bytes, from, text.plainText());
            if (recordedAt == CanonicalTime.NONE) {
                throw text.fault("expected a time with six decimals and Z");
            }
        } else {
            boolean outer = namesDocument;
            namesDocument = isDocumentKey(key, length);
            value(depth);
            namesDocument = outer;
        }
    }

    private boolean isDocumentKey(int key, int length) {
        byte last = bytes[key + length - 1];
        if (length < 9 || last != 't' && last != 's') {
            return false;
        }
        for (byte[] word : DOCUMENT_KEYS) {
            if (word.length == length && text.startsWith(word, key)) {
                return true;
            }
        }
        return false;
    }

    private void anyText() {
        text.expect('"', "a text");
        int from = text.at();
        text.text();
        if (namesDocument && isDigest(from, text.at() - 1)) {
            documents.add(
                    new String(
                            bytes,
                            from + DIGEST.length,
                            DIGEST_BYTES - DIGEST.length,
                            StandardCharsets.US_ASCII));
        }
    }

    private boolean isDigest(int from, int to) {
        boolean digest = to - from == DIGEST_BYTES && text.startsWith(DIGEST, from);
        for (int i = from + DIGEST.length; digest && i < to; i++) {
            digest = Hex.digit(bytes[i]) >= 0;
        }
        return digest;
    }

    private void value(int depth) {
        switch (text.peek()) {
            case '"' -> anyText();
            case '{' -> {
                text.expect('{', "an object");
                members(depth + 1);
            }
            case '[' -> items(depth + 1);
            case 't' -> text.word(TRUE);
            case 'f' -> text.word(FALSE);
            case 'n' -> text.word(NULL);
            default -> text.number();
        }
    }

    private void items(int depth) {
        checkDepth(depth);
        text.expect('[', "a list");
        if (text.skips(']')) {
            return;
        }
        do {
            value(depth);
        } while (text.skips(','));
        text.expect(']', "a comma or the end of the list");
    }

    private void checkDepth(int depth) {
        if (depth > EntryFormat.MOST_DEPTH) {
            throw text.fault("deeper than %d".formatted(EntryFormat.MOST_DEPTH));
        }
    }

    private void eventIdText() {
        text.expect('"', "an id");
        int from = text.at();
        boolean good = text.plainText() == 36;
        long high = 0;
        long low = 0;
        for (int i = 0; good && i < 36; i++) {
            byte letter = bytes[from + i];
            if (i == 8 || i == 13 || i == 18 || i == 23) {
                good = letter == '-';
            } else {
                int digit = Hex.digit(letter);
                good = digit >= 0;
                high = i < 18 ? high << 4 | digit : high;
                low = i < 18 ? low : low << 4 | digit;
            }
        }
        if (!good || (high | low) == 0) {
            throw text.fault("expected an id of 32 lower-case hexadecimal digits");
        }
        idHigh = high;
        idLow = low;
    }

    private static byte[] ascii(String word) {
        return word.getBytes(StandardCharsets.US_ASCII);
    }
}
