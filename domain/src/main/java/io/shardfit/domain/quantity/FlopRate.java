package io.shardfit.domain.quantity;

/// Floating-point operations per second, dense (no sparsity).
public record FlopRate(double perSecond) {
    public FlopRate {
        if (!(perSecond > 0) || Double.isInfinite(perSecond)) {
            throw new IllegalArgumentException("a rate is finite and positive, got " + perSecond);
        }
    }

    public static FlopRate ofTeraFlops(double teraFlops) {
        return new FlopRate(teraFlops * 1e12);
    }

    /// {@return for example `989.00 TFLOP/s`}
    @Override
    public String toString() {
        return Magnitude.format(perSecond, "FLOP/s");
    }
}
