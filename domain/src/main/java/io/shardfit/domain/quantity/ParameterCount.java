package io.shardfit.domain.quantity;

import java.math.BigDecimal;
import java.math.RoundingMode;

/// A number of model parameters (elements of weight tensors). Overflow throws.
public record ParameterCount(long count) implements Comparable<ParameterCount> {
    public static final ParameterCount ZERO = new ParameterCount(0);

    public ParameterCount {
        if (count < 0) {
            throw new IllegalArgumentException("a parameter count is not negative, got " + count);
        }
    }

    public static ParameterCount of(long count) {
        return new ParameterCount(count);
    }

    /// {@return the elements of a matrix of `rows` × `columns`}
    public static ParameterCount ofMatrix(long rows, long columns) {
        return new ParameterCount(Math.multiplyExact(rows, columns));
    }

    public ParameterCount plus(ParameterCount other) {
        return new ParameterCount(Math.addExact(count, other.count));
    }

    public ParameterCount times(long factor) {
        return new ParameterCount(Math.multiplyExact(count, factor));
    }

    /// {@return the largest shard when split `ways` times, rounded up}
    public ParameterCount shardedOver(long ways) {
        return new ParameterCount(Math.ceilDiv(count, ways));
    }

    /// {@return the bytes of all parameters in `precision`, rounded up to a whole byte}
    public ByteSize storedAs(Precision precision) {
        return ByteSize.ofBytes(Math.ceilDiv(Math.multiplyExact(count, precision.bits()), 8));
    }

    @Override
    public int compareTo(ParameterCount other) {
        return Long.compare(count, other.count);
    }

    /// {@return for example `671.03 B` (billions)}
    @Override
    public String toString() {
        return BigDecimal.valueOf(count, 9).setScale(2, RoundingMode.HALF_UP).toPlainString()
                + " B";
    }
}
