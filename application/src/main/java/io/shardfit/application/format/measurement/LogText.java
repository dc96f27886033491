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
            int sign = reader.read();
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

    Line line() {
        return new Line(number, COLOURS.matcher(line).replaceAll(""));
    }
}
