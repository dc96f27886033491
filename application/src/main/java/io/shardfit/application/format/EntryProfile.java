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
    /// @throws IllegalArgumentException for a number that is not whole or is too large, a key that
    ///   is not ASCII, half of a surrogate pair
    static Json checked(Json json) {
        return switch (json) {
            case Json.Fields(Map<String, Json> members) -> {
                Map<String, Json> all = new LinkedHashMap<>();
                members.forEach((key, value) -> all.put(key(key), checked(value)));
                yield new Json.Fields(all);
            }
            case Json.Items items ->
                    new Json.Items(items.values().stream().map(EntryProfile::checked).toList());
            case Json.Text(String value) -> Json.text(text(value));
            case Json.Figure figure -> whole(figure);
            case Json.Flag _, Json.Nothing _ -> json;
        };
    }

    private static String key(String key) {
        if (!key.chars().allMatch(c -> c > ' ' && c < 0x7f)) {
            throw new IllegalArgumentException("not an ASCII key: " + key);
        }
        return key;
    }

    private static String text(String value) {
        boolean whole =
                value.codePoints()
                        .noneMatch(
                                c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE);
        if (!whole) {
            throw new IllegalArgumentException("half a surrogate pair in a text");
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
