package io.shardfit.domain.quantity;

import java.math.BigDecimal;
import java.math.RoundingMode;

/// An exact, non-negative amount of bytes. Arithmetic that leaves the range of a `long` throws
/// {@link ArithmeticException}; it never wraps.
///
/// Prints as GiB (2^30) with two decimals, rounded half up. A GB (10^9) is another unit and must be
/// asked for by name.
public record ByteSize(long bytes) implements Comparable<ByteSize> {
    public static final ByteSize ZERO = new ByteSize(0);
    private static final ByteSize MANY = ofGiB(10_000);

    public ByteSize {
        if (bytes < 0) {
            throw new IllegalArgumentException("bytes must not be negative, got " + bytes);
        }
    }

    public static ByteSize ofBytes(long bytes) {
        return new ByteSize(bytes);
    }

    public static ByteSize ofMiB(long mebibytes) {
        return new ByteSize(Math.multiplyExact(mebibytes, 1L << 20));
    }

    public static ByteSize ofGiB(long gibibytes) {
        return new ByteSize(Math.multiplyExact(gibibytes, 1L << 30));
    }

    /// {@return `amount` of `unit`, rounded up to a whole byte}
    ///
    /// @throws ArithmeticException when the amount does not fit a `long`
    public static ByteSize of(BigDecimal amount, ByteUnit unit) {
        return new ByteSize(
                amount.multiply(unit.bytes()).setScale(0, RoundingMode.CEILING).longValueExact());
    }

    public ByteSize plus(ByteSize other) {
        return new ByteSize(Math.addExact(bytes, other.bytes));
    }

    /// {@return this less `other`; the caller has checked that `other` is not more}
    public ByteSize minus(ByteSize other) {
        return new ByteSize(Math.subtractExact(bytes, other.bytes));
    }

    public ByteSize times(long count) {
        return new ByteSize(Math.multiplyExact(bytes, count));
    }

    /// {@return the largest shard when split evenly `ways` times: rounded up to a whole byte}
    public ByteSize shardedOver(long ways) {
        return new ByteSize(Math.ceilDiv(bytes, ways));
    }

    /// {@return this × `factor`, rounded up to a whole byte}
    public ByteSize scaledBy(Ratio factor) {
        return new ByteSize(factor.ofRoundedUp(bytes));
    }

    public boolean isMoreThan(ByteSize other) {
        return bytes > other.bytes;
    }

    public ByteSize max(ByteSize other) {
        return isMoreThan(other) ? this : other;
    }

    /// {@return this × `share`, rounded up to a whole byte; the share is taken as the decimal it
    /// prints, so that the same sum by hand gives the same byte}
    public ByteSize partOf(Share share) {
        return of(
                BigDecimal.valueOf(share.fraction()).multiply(BigDecimal.valueOf(bytes)),
                ByteUnit.BYTE);
    }

    /// {@return this as a share of `whole`; more than 1 when it does not fit}
    public Share shareOf(ByteSize whole) {
        return Share.of(bytes, whole.bytes);
    }

    @Override
    public int compareTo(ByteSize other) {
        return Long.compare(bytes, other.bytes);
    }

    /// {@return the amount in `unit` with `decimals` digits, half up, with its symbol}
    public String in(ByteUnit unit, int decimals) {
        return BigDecimal.valueOf(bytes)
                        .divide(unit.bytes(), decimals, RoundingMode.HALF_UP)
                        .toPlainString()
                + " "
                + unit.symbol();
    }

    /// {@return the amount in GiB, or in TiB where nobody reads the GiB any more}
    public String scaled() {
        return isMoreThan(MANY) ? in(ByteUnit.TEBIBYTE, 2) : toString();
    }

    @Override
    public String toString() {
        return in(ByteUnit.GIBIBYTE, 2);
    }
}
