package io.shardfit.application.ledger;

import java.util.Optional;

/// What a text must be to be kept: neither JSON in PostgreSQL nor an entry's canonical form (RFC
/// 8785, section 3.2.2.2) can hold a NUL or half a surrogate pair.
public final class LedgerText {
    private LedgerText() {}

    /// {@return what the text holds that cannot be kept}
    public static Optional<String> obstacle(String text) {
        for (int i = 0; i < text.length(); i++) {
            char unit = text.charAt(i);
            if (unit == 0) {
                return Optional.of("the character U+0000");
            }
            if (Character.isHighSurrogate(unit)
                    && i + 1 < text.length()
                    && Character.isLowSurrogate(text.charAt(i + 1))) {
                i++;
            } else if (Character.isSurrogate(unit)) {
                return Optional.of("half a surrogate pair (U+%04X)".formatted((int) unit));
            }
        }
        return Optional.empty();
    }
}
