package io.shardfit.domain.quantity;

/// An amount of bytes with the interval in which the real value is expected, and its basis.
public record Estimate(ByteSize low, ByteSize expected, ByteSize high, Basis basis) {
    public static final Estimate NOTHING = exactly(ByteSize.ZERO);

    public Estimate {
        if (low.isMoreThan(expected) || expected.isMoreThan(high)) {
            throw new IllegalArgumentException(
                    "an interval is ordered, got " + low + " / " + expected + " / " + high);
        }
    }

    public static Estimate exactly(ByteSize bytes) {
        return new Estimate(bytes, bytes, bytes, Basis.EXACT);
    }

    public static Estimate between(ByteSize low, ByteSize expected, ByteSize high) {
        return new Estimate(low, expected, high, Basis.ESTIMATED);
    }

    public Estimate plus(Estimate other) {
        return new Estimate(
                low.plus(other.low),
                expected.plus(other.expected),
                high.plus(other.high),
                basis.weaker(other.basis));
    }
}
