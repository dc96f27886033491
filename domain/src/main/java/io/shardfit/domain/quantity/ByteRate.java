package io.shardfit.domain.quantity;

/// Bytes per second of a memory or a link, in one direction.
public record ByteRate(double perSecond) {
    public ByteRate {
        if (!(perSecond > 0) || Double.isInfinite(perSecond)) {
            throw new IllegalArgumentException("a rate is finite and positive, got " + perSecond);
        }
    }

    /// {@return the least time `amount` takes at this rate}
    public Seconds timeFor(ByteSize amount) {
        return new Seconds(amount.bytes() / perSecond);
    }

    /// {@return for example `3.35 TB/s` (decimal, as data sheets print rates)}
    @Override
    public String toString() {
        return Magnitude.format(perSecond, "B/s");
    }
}
