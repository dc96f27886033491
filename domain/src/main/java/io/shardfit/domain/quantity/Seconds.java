package io.shardfit.domain.quantity;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/// A span of time, finer than a nanosecond where a bound needs it.
public record Seconds(double seconds) {
    private static final MathContext THREE_DIGITS = new MathContext(3);
    private static final BigDecimal MILLI = new BigDecimal("0.001");

    public Seconds {
        if (!(seconds >= 0) || Double.isInfinite(seconds)) {
            throw new IllegalArgumentException("a time is finite and not negative, got " + seconds);
        }
    }

    public boolean isLongerThan(Seconds other) {
        return seconds > other.seconds;
    }

    /// {@return for example `1.42 s` or `3.10 ms`, three significant digits}
    @Override
    public String toString() {
        BigDecimal rounded = BigDecimal.valueOf(seconds).round(THREE_DIGITS);
        if (rounded.signum() == 0) {
            return "0 s";
        }
        if (rounded.compareTo(BigDecimal.ONE) >= 0) {
            return threeDigits(rounded) + " s";
        }
        return rounded.compareTo(MILLI) >= 0
                ? threeDigits(rounded.movePointRight(3)) + " ms"
                : threeDigits(rounded.movePointRight(6)) + " µs";
    }

    private static String threeDigits(BigDecimal rounded) {
        int decimals = Math.max(0, 3 - rounded.precision() + rounded.scale());
        return rounded.setScale(decimals, RoundingMode.HALF_UP).toPlainString();
    }
}
