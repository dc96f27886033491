package io.shardfit.application.ledger;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/// The SHA-256 of some bytes (FIPS 180-4), written `sha256:` and 64 lower-case hexadecimal digits.
public record Digest(String text) {
    private static final String ALGORITHM = "sha256:";
    private static final int DIGITS = 64;

    public Digest {
        if (!isDigest(text)) {
            throw new IllegalArgumentException("not a digest: " + text);
        }
    }

    public static boolean isDigest(String text) {
        return text.length() == ALGORITHM.length() + DIGITS
                && text.startsWith(ALGORITHM)
                && text.chars().skip(ALGORITHM.length()).allMatch(Digest::isHexadecimal);
    }

    private static boolean isHexadecimal(int digit) {
        return digit >= '0' && digit <= '9' || digit >= 'a' && digit <= 'f';
    }

    public static Digest of(byte[] bytes) {
        return ofHash(sha256().digest(bytes));
    }

    /// {@return the digest that 32 bytes spell}
    public static Digest ofHash(byte[] hash) {
        return new Digest(ALGORITHM + HexFormat.of().formatHex(hash));
    }

    /// {@return the 32 bytes}
    public byte[] hash() {
        return HexFormat.of().parseHex(text, ALGORITHM.length(), text.length());
    }

    /// {@return the 64 digits alone, as a file can be called}
    public String hex() {
        return text.substring(ALGORITHM.length());
    }

    /// {@return a SHA-256 that has read nothing yet}
    public static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java platform has SHA-256", impossible);
        }
    }
}
