package io.shardfit.domain.quantity;

/// Floating-point operations. A `double`, because one training run exceeds 2^63.
public record FlopCount(double operations) {
    public FlopCount {
        if (!(operations >= 0) || Double.isInfinite(operations)) {
            throw new IllegalArgumentException(
                    "operations are finite and not negative, got " + operations);
        }
    }

    public FlopCount plus(FlopCount other) {
        return new FlopCount(operations + other.operations);
    }

    /// {@return the least time these operations take at `rate`}
    public Seconds at(FlopRate rate) {
        return new Seconds(operations / rate.perSecond());
    }

    /// {@return for example `1.23 PFLOP`}
    @Override
    public String toString() {
        return Magnitude.format(operations, "FLOP");
    }
}
