package io.shardfit.domain.quantity;

import java.math.BigDecimal;
import java.math.RoundingMode;

/// A part of a whole: 1 is all of it, more than 1 is more than there is.
public record Share(double fraction) implements Comparable<Share> {
    public Share {
        if (!(fraction >= 0) || Double.isInfinite(fraction)) {
            throw new IllegalArgumentException(
                    "a share is finite and not negative, got " + fraction);
        }
    }

    public static Share of(long part, long whole) {
        return new Share((double) part / whole);
    }

    public static Share ofPercent(double percent) {
        return new Share(percent / 100);
    }

    public boolean isMoreThan(Share other) {
        return fraction > other.fraction;
    }

    @Override
    public int compareTo(Share other) {
        return Double.compare(fraction, other.fraction);
    }

    /// {@return the share as a plain decimal with `decimals` digits, half up}
    public String rounded(int decimals) {
        return BigDecimal.valueOf(fraction)
                .setScale(decimals, RoundingMode.HALF_UP)
                .toPlainString();
    }

    /// {@return the share in per cent with `decimals` digits, half up}
    public String percent(int decimals) {
        return BigDecimal.valueOf(fraction)
                        .movePointRight(2)
                        .setScale(decimals, RoundingMode.HALF_UP)
                        .toPlainString()
                + " %";
    }

    /// {@return for example `133.33 %`}
    @Override
    public String toString() {
        return percent(2);
    }
}
