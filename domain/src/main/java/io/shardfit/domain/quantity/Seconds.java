package io.shardfit.domain.quantity;

import java.math.BigDecimal;
import java.math.MathContext;

/// A span of time, finer than a nanosecond where a bound needs it.
public record Seconds(double seconds) {
    public Seconds {
        if (!(seconds >= 0) || Double.isInfinite(seconds)) {
            throw new IllegalArgumentException("a time is finite and not negative, got " + seconds);
        }
    }

    public boolean isLongerThan(Seconds other) {
        return seconds > other.seconds;
    }

    /// {@return for example `1.42 s` or `3.1 ms`, three significant digits}
    @Override
    public String toString() {
        return seconds >= 1 || seconds == 0
                ? rounded(seconds) + " s"
                : seconds >= 1e-3 ? rounded(seconds * 1e3) + " ms" : rounded(seconds * 1e6) + " µs";
    }

    private static String rounded(double value) {
        return BigDecimal.valueOf(value).round(new MathContext(3)).toPlainString();
    }
}
