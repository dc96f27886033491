package io.shardfit.adapters.web.page;

import io.shardfit.application.format.EntryFormat;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/// Numbers and instants as pages write them.
public final class Amounts {
    private static final BigDecimal GIBIBYTE = BigDecimal.valueOf(1L << 30);

    private Amounts() {}

    /// {@return an amount of bytes in GiB, with its sign and without its unit}
    public static String gibibytes(long bytes) {
        return BigDecimal.valueOf(bytes).divide(GIBIBYTE, 2, RoundingMode.HALF_UP).toPlainString();
    }

    /// {@return the bytes that a number of GiB is}
    ///
    /// @throws NumberFormatException if it is no number
    /// @throws ArithmeticException if it is far too large
    public static long bytes(String gibibytes) {
        return new BigDecimal(gibibytes)
                .multiply(GIBIBYTE)
                .setScale(0, RoundingMode.HALF_UP)
                .longValueExact();
    }

    /// {@return the instant to the second, in UTC, as ISO 8601 has it}
    public static String time(Instant instant) {
        return instant.truncatedTo(ChronoUnit.SECONDS).toString();
    }

    /// {@return the instant as it was recorded}
    public static String exact(Instant instant) {
        return EntryFormat.time(instant);
    }
}
