package io.shardfit.application.evidence;

/// The fixed form of an entry's time, `2026-11-23T09:00:00.000000Z`: compared as text it orders in
/// time.
final class CanonicalTime {
    static final long NONE = 0;
    private static final String FORM = "dddd-dd-ddTdd:dd:dd.ddddddZ";

    private CanonicalTime() {}

    /// {@return a number in the same order as the texts, or {@link #NONE}}
    static long read(byte[] bytes, int from, int length) {
        if (length != FORM.length()) {
            return NONE;
        }
        for (int i = 0; i < length; i++) {
            byte letter = bytes[from + i];
            char form = FORM.charAt(i);
            if (form == 'd' ? letter < '0' || letter > '9' : letter != form) {
                return NONE;
            }
        }
        long month = number(bytes, from + 5, 2);
        long day = number(bytes, from + 8, 2);
        long hour = number(bytes, from + 11, 2);
        long minute = number(bytes, from + 14, 2);
        long second = number(bytes, from + 17, 2);
        if (month < 1
                || month > 12
                || day < 1
                || day > 31
                || hour > 23
                || minute > 59
                || second > 59) {
            return NONE;
        }
        long date = number(bytes, from, 4) << 9 | month << 5 | day;
        long time = hour << 12 | minute << 6 | second;
        return date << 37 | time << 20 | number(bytes, from + 20, 6);
    }

    private static long number(byte[] bytes, int from, int digits) {
        long value = 0;
        for (int i = from; i < from + digits; i++) {
            value = value * 10 + bytes[i] - '0';
        }
        return value;
    }
}
