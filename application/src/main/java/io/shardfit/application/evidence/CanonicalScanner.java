package io.shardfit.application.evidence;

import io.shardfit.application.format.EntryFormat;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.UUID;

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
    private static final byte[] TRUE = ascii("true");
    private static final byte[] FALSE = ascii("false");
    private static final byte[] NULL = ascii("null");

    private final CanonicalText text = new CanonicalText();
    private byte[] bytes = {};
    private long position;
    private long idHigh;
    private long idLow;
    private long recordedAt;

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
        bytes = source;
        text.startAt(source, from, to);
        position = 0;
        idHigh = 0;
        idLow = 0;
        recordedAt = 0;
        if (to - from > EntryFormat.MOST_BYTES) {
            throw text.fault("%d bytes, at most %d".formatted(to - from, EntryFormat.MOST_BYTES));
        }
        text.expect('{', "an object");
        members(1);
        if (!text.isAtEnd()) {
            throw text.fault("bytes after the entry");
        }
        if (position <= 0 || recordedAt == 0 || (idHigh | idLow) == 0) {
            throw text.fault("expected position, recordedAt and eventId");
        }
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
            value(depth);
        }
    }

    private void value(int depth) {
        switch (text.peek()) {
            case '"' -> {
                text.expect('"', "a text");
                text.text();
            }
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
