package io.shardfit.application.evidence;

/// Lower-case hexadecimal digits in bytes.
final class Hex {
    private static final byte[] DIGITS = new byte[256];

    static {
        for (int i = 0; i < DIGITS.length; i++) {
            DIGITS[i] = (byte) (i >= 'A' && i <= 'Z' ? -1 : Character.digit(i, 16));
        }
    }

    private Hex() {}

    /// {@return 0 to 15, or -1 for any other byte}
    static int digit(byte letter) {
        return DIGITS[letter & 0xff];
    }
}
