package io.shardfit.domain.balance;

import java.math.BigInteger;

/// An exact part of a whole, of any size: loads of experts do not fit the fractions of a `long`.
record Portion(BigInteger numerator, BigInteger denominator) implements Comparable<Portion> {
    static final Portion NOTHING = of(0, 1);
    static final Portion ALL = of(1, 1);

    Portion {
        BigInteger shared = numerator.gcd(denominator);
        numerator = numerator.divide(shared);
        denominator = denominator.divide(shared);
    }

    static Portion of(long numerator, long denominator) {
        return new Portion(BigInteger.valueOf(numerator), BigInteger.valueOf(denominator));
    }

    Portion plus(Portion other) {
        return new Portion(
                numerator.multiply(other.denominator).add(other.numerator.multiply(denominator)),
                denominator.multiply(other.denominator));
    }

    Portion minus(Portion other) {
        return new Portion(
                numerator
                        .multiply(other.denominator)
                        .subtract(other.numerator.multiply(denominator)),
                denominator.multiply(other.denominator));
    }

    Portion times(Portion other) {
        return new Portion(
                numerator.multiply(other.numerator), denominator.multiply(other.denominator));
    }

    Portion times(long factor) {
        return times(of(factor, 1));
    }

    Portion over(Portion other) {
        return new Portion(
                numerator.multiply(other.denominator), denominator.multiply(other.numerator));
    }

    Portion over(long divisor) {
        return times(of(1, divisor));
    }

    Portion min(Portion other) {
        return compareTo(other) <= 0 ? this : other;
    }

    /// {@return the least whole number that is not less}
    BigInteger roundedUp() {
        return numerator.add(denominator).subtract(BigInteger.ONE).divide(denominator);
    }

    @Override
    public int compareTo(Portion other) {
        return numerator
                .multiply(other.denominator)
                .compareTo(other.numerator.multiply(denominator));
    }
}
