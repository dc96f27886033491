package io.shardfit.application.evidence;

/// A place in some bytes, and the scalars of canonical JSON that can be read there.
final class CanonicalText {
    private static final long MOST = (1L << 53) - 1;
    private static final int MOST_DIGITS = 16;

    /// What is written with a letter (RFC 8785 section 3.2.2.2); other control characters are
    /// written with four digits.
    private static final String SHORT_ESCAPES = "\"\\bfnrt";

    private static final byte[] TWO_ZEROS = {'u', '0', '0'};

    private byte[] bytes = {};
    private int start;
    private int end;
    private int at;

    void startAt(byte[] source, int from, int to) {
        bytes = source;
        start = from;
        end = to;
        at = from;
    }

    int at() {
        return at;
    }

    boolean isAtEnd() {
        return at == end;
    }

    byte peek() {
        return at < end ? bytes[at] : 0;
    }

    NotCanonical fault(String why) {
        return new NotCanonical(why, at - start + 1);
    }

    boolean skips(char expected) {
        if (at < end && bytes[at] == expected) {
            at++;
            return true;
        }
        return false;
    }

    void expect(char expected, String what) {
        if (!skips(expected)) {
            throw fault("expected " + what);
        }
    }

    /// {@return how many bytes the text has that starts here, behind its quote; moves behind the
    /// quote at its end}
    int plainText() {
        int from = at;
        while (at < end
                && bytes[at] > ' '
                && bytes[at] < 0x7f
                && bytes[at] != '"'
                && bytes[at] != '\\') {
            at++;
        }
        int length = at - from;
        expect('"', "plain ASCII and a quote");
        return length;
    }

    /// Any text; it starts behind its quote.
    void text() {
        byte[] source = bytes;
        int i = at;
        while (true) {
            while (i < end && source[i] >= ' ' && source[i] != '"' && source[i] != '\\') {
                i++;
            }
            at = i;
            if (i >= end) {
                throw fault("a text without an end");
            }
            if (source[i] == '"') {
                at = i + 1;
                return;
            }
            i = source[i] == '\\' ? afterEscape() : afterLetter();
        }
    }

    private int afterEscape() {
        if (at + 1 < end && SHORT_ESCAPES.indexOf(bytes[at + 1]) >= 0) {
            return at + 2;
        }
        if (at + 5 >= end || !startsWith(TWO_ZEROS, at + 1)) {
            throw fault("an escape that is not needed");
        }
        int high = bytes[at + 4] - '0';
        int low = Hex.digit(bytes[at + 5]);
        boolean control = (high == 0 || high == 1) && low >= 0;
        if (!control || high == 0 && hasLetter(low)) {
            throw fault("an escape that is not needed or not the shortest");
        }
        return at + 6;
    }

    private static boolean hasLetter(int control) {
        return control == '\b'
                || control == '\t'
                || control == '\n'
                || control == '\f'
                || control == '\r';
    }

    /// A letter outside ASCII, in the one form that RFC 3629 section 4 allows.
    private int afterLetter() {
        int first = bytes[at] & 0xff;
        int length = first < 0xc2 ? 0 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : first < 0xf5 ? 4 : 0;
        if (length == 0 || at + length > end) {
            throw fault(first < ' ' ? "a control character" : "not UTF-8");
        }
        int second = bytes[at + 1] & 0xff;
        int least = first == 0xe0 ? 0xa0 : first == 0xf0 ? 0x90 : 0x80;
        int most = first == 0xed ? 0x9f : first == 0xf4 ? 0x8f : 0xbf;
        boolean good = second >= least && second <= most;
        for (int i = at + 2; i < at + length; i++) {
            good &= (bytes[i] & 0xc0) == 0x80;
        }
        if (!good) {
            throw fault("not UTF-8");
        }
        return at + length;
    }

    /// {@return the whole number that starts here}
    long number() {
        boolean negative = skips('-');
        int from = at;
        long value = 0;
        while (at < end && bytes[at] >= '0' && bytes[at] <= '9' && at - from <= MOST_DIGITS) {
            value = value * 10 + bytes[at++] - '0';
        }
        int digits = at - from;
        boolean spelledOnce = digits == 1 || digits > 1 && bytes[from] != '0';
        if (!spelledOnce || negative && value == 0 || value > MOST) {
            throw fault("expected a whole number up to 2^53 - 1");
        }
        return negative ? -value : value;
    }

    void word(byte[] word) {
        if (!startsWith(word, at)) {
            throw fault("expected a value");
        }
        at += word.length;
    }

    boolean startsWith(byte[] word, int from) {
        if (from + word.length > end) {
            return false;
        }
        for (int i = 0; i < word.length; i++) {
            if (bytes[from + i] != word[i]) {
                return false;
            }
        }
        return true;
    }
}
