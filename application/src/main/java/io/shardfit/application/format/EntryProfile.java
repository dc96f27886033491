package io.shardfit.application.format;

import io.shardfit.application.document.Json;
import java.math.BigDecimal;
import java.text.Normalizer;
import java.util.LinkedHashMap;
import java.util.Map;

/// What an entry may hold, so that its bytes are the same whoever writes them.
final class EntryProfile {
    private static final BigDecimal MOST = BigDecimal.valueOf((1L << 53) - 1);

    private EntryProfile() {}

    /// {@return the same value with its texts in NFC}
    ///
    /// @param depth 1 for a whole entry, 2 for a member of one
    /// @throws IllegalArgumentException for a number that is not whole or is too large, a key that
    ///   is not ASCII, half of a surrogate pair
    static Json checked(Json json, int depth) {
        if (depth > EntryFormat.MOST_DEPTH
                && (json instanceof Json.Fields || json instanceof Json.Items)) {
            throw new IllegalArgumentException(
                    "members within members, deeper than %d".formatted(EntryFormat.MOST_DEPTH));
        }
        return switch (json) {
            case Json.Fields(Map<String, Json> members) -> {
                Map<String, Json> all = new LinkedHashMap<>();
                members.forEach((key, value) -> all.put(key(key), checked(value, depth + 1)));
                yield new Json.Fields(all);
            }
            case Json.Items items ->
                    new Json.Items(
                            items.values().stream().map(item -> checked(item, depth + 1)).toList());
            case Json.Text(String value) -> Json.text(text(value));
            case Json.Figure figure -> whole(figure);
            case Json.Flag _, Json.Nothing _ -> json;
        };
    }

    private static String key(String key) {
        boolean plain = !key.isEmpty();
        for (int i = 0; plain && i < key.length(); i++) {
            plain = isPlain(key.charAt(i));
        }
        if (!plain) {
            throw new IllegalArgumentException("not a key of plain ASCII: " + key);
        }
        return key;
    }

    /// Nothing that needs an escape: keys are then sorted as they are written.
    private static boolean isPlain(int c) {
        return c > ' ' && c < 0x7f && c != '"' && c != '\\';
    }

    private static String text(String value) {
        for (int i = 0; i < value.length(); i += Character.charCount(value.codePointAt(i))) {
            int c = value.codePointAt(i);
            if (c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE) {
                throw new IllegalArgumentException("half a surrogate pair in a text");
            }
        }
        return Normalizer.normalize(value, Normalizer.Form.NFC);
    }

    private static Json whole(Json.Figure figure) {
        BigDecimal value = figure.value();
        if (value.stripTrailingZeros().scale() > 0 || value.abs().compareTo(MOST) > 0) {
            throw new IllegalArgumentException(
                    "%s is no whole number up to 2^53 - 1: write it as text".formatted(value));
        }
        return figure;
    }
}
