package io.shardfit.application.format.measurement;

import java.io.IOException;
import java.io.Reader;
import java.util.regex.Pattern;

/// The lines of a text of any length, one at a time and without colours. Line ends are LF, CR LF or
/// CR, because progress bars overwrite their line. Of a very long line the beginning is kept.
final class LogText {
    private static final int LONGEST_LINE = 1 << 14;
    private static final Pattern COLOURS = Pattern.compile("\u001B\\[[0-9;?]{0,30}[A-Za-z]");

    private final Reader reader;
    private final StringBuilder line = new StringBuilder();
    private final char[] buffer = new char[1 << 13];
    private int filled;
    private int at;
    private long number;
    private boolean afterReturn;
    private boolean ended;

    LogText(Reader reader) {
        this.reader = reader;
    }

    /// A line and its number, from 1; parts that a CR separates have the same number.
    record Line(long number, String text) {}

    /// {@return whether another line was read, handed to {@link #line()}}
    boolean next() throws IOException {
        if (ended) {
            return false;
        }
        line.setLength(0);
        number += afterReturn ? 0 : 1;
        afterReturn = false;
        while (true) {
            int sign = read();
            if (sign < 0) {
                ended = true;
                return !line.isEmpty();
            }
            if (sign == '\n') {
                return true;
            }
            if (sign == '\r') {
                afterReturn = true;
                return true;
            }
            if (line.length() < LONGEST_LINE) {
                line.append((char) sign);
            }
        }
    }

    private int read() throws IOException {
        if (at == filled) {
            filled = reader.read(buffer);
            at = 0;
        }
        return filled < 0 ? -1 : buffer[at++];
    }

    Line line() {
        String text = line.toString();
        return new Line(
                number, text.indexOf('\u001B') < 0 ? text : COLOURS.matcher(text).replaceAll(""));
    }
}
