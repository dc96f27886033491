package io.shardfit.application.evidence;

import java.util.Base64;

/// The one base64 spelling of some bytes (RFC 4648 section 4). A lenient reader ignores the unused
/// bits of the last letter, so that a changed letter could pass unnoticed (section 3.5).
final class StrictBase64 {
    private StrictBase64() {}

    /// @throws IllegalArgumentException for any other spelling
    static byte[] read(String text) {
        byte[] bytes = Base64.getDecoder().decode(text);
        if (!Base64.getEncoder().encodeToString(bytes).equals(text)) {
            throw new IllegalArgumentException("not the base64 of any bytes: " + text);
        }
        return bytes;
    }
}
