package io.shardfit.domain.quantity;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.math.RoundingMode;

/// An exact fraction with a positive denominator, for factors such as 1.053 or a half that must
/// give the same whole byte on every machine.
public record Ratio(long numerator, long denominator) implements Comparable<Ratio> {
    public static final Ratio ONE = new Ratio(1, 1);

    public Ratio {
        if (numerator < 0 || denominator <= 0) {
            throw new IllegalArgumentException(
                    "a ratio is not negative, got " + numerator + "/" + denominator);
        }
    }

    public static Ratio of(long numerator, long denominator) {
        return new Ratio(numerator, denominator);
    }

    /// {@return `thousandths` ÷ 1000, for factors written with three decimals}
    public static Ratio ofThousandths(long thousandths) {
        return new Ratio(thousandths, 1000);
    }

    /// {@return whether a product with it changes nothing}
    public boolean isOne() {
        return numerator == denominator;
    }

    /// {@return this × `amount`, rounded up; exact also where the product exceeds a `long`}
    public long ofRoundedUp(long amount) {
        long high = Math.multiplyHigh(amount, numerator);
        long low = amount * numerator;
        if (high == 0 && low >= 0) {
            return Math.ceilDiv(low, denominator);
        }
        return BigInteger.valueOf(amount)
                .multiply(BigInteger.valueOf(numerator))
                .add(BigInteger.valueOf(denominator - 1))
                .divide(BigInteger.valueOf(denominator))
                .longValueExact();
    }

    public boolean isAtLeast(Ratio other) {
        return compareTo(other) >= 0;
    }

    @Override
    public int compareTo(Ratio other) {
        return BigInteger.valueOf(numerator)
                .multiply(BigInteger.valueOf(other.denominator))
                .compareTo(
                        BigInteger.valueOf(other.numerator)
                                .multiply(BigInteger.valueOf(denominator)));
    }

    /// {@return the ratio as a plain decimal with `decimals` digits, half up}
    public String rounded(int decimals) {
        return BigDecimal.valueOf(numerator)
                .divide(BigDecimal.valueOf(denominator), decimals, RoundingMode.HALF_UP)
                .toPlainString();
    }

    @Override
    public String toString() {
        return denominator == 1
                ? Long.toString(numerator)
                : BigDecimal.valueOf(numerator)
                        .divide(BigDecimal.valueOf(denominator), MathContext.DECIMAL64)
                        .stripTrailingZeros()
                        .toPlainString();
    }
}
