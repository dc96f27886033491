package io.shardfit.domain.quantity;

import java.math.BigDecimal;
import java.math.RoundingMode;

/// Prints a large decimal amount with its SI prefix.
final class Magnitude {
    private static final String[] PREFIXES = {"", "K", "M", "G", "T", "P", "E", "Z", "Y"};

    private Magnitude() {}

    static String format(double amount, String unit) {
        int prefix = 0;
        double scaled = amount;
        while (scaled >= 999.995 && prefix < PREFIXES.length - 1) {
            scaled /= 1000;
            prefix++;
        }
        return BigDecimal.valueOf(scaled).setScale(2, RoundingMode.HALF_UP).toPlainString()
                + " "
                + PREFIXES[prefix]
                + unit;
    }
}
