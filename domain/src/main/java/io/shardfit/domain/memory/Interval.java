package io.shardfit.domain.memory;

import io.shardfit.domain.quantity.Basis;
import io.shardfit.domain.quantity.ByteSize;
import io.shardfit.domain.quantity.Derivation;
import io.shardfit.domain.quantity.Estimate;
import io.shardfit.domain.quantity.Ratio;

/// How far a part may lie from its expected bytes, and why.
///
/// @param low factor of the low end
/// @param high factor of the high end
/// @param above bytes that the high end holds beside the factor
/// @param reason measurement or range that the ends come from
public record Interval(Ratio low, Ratio high, ByteSize above, Basis basis, String reason) {
    /// Nothing is assumed: both ends are the expected bytes.
    static final Interval COUNTED =
            new Interval(Ratio.ONE, Ratio.ONE, ByteSize.ZERO, Basis.EXACT, "counted");

    static Interval between(Ratio low, Ratio high, String reason) {
        return new Interval(low, high, ByteSize.ZERO, Basis.ESTIMATED, reason);
    }

    Interval andAbove(ByteSize more) {
        return new Interval(low, high, more, basis, reason);
    }

    Estimate around(ByteSize expected) {
        return basis == Basis.EXACT
                ? Estimate.exactly(expected)
                : Estimate.between(
                        expected.scaledBy(low), expected, expected.scaledBy(high).plus(above));
    }

    long lowOf(long expected) {
        return low.isOne() ? expected : low.ofRoundedUp(expected);
    }

    long highOf(long expected) {
        return (high.isOne() ? expected : high.ofRoundedUp(expected)) + above.bytes();
    }

    /// {@return the arithmetic of the low end}
    public Derivation lowHow(Derivation expected) {
        return end(expected, low, ByteSize.ZERO);
    }

    /// {@return the arithmetic of the high end}
    public Derivation highHow(Derivation expected) {
        return end(expected, high, above);
    }

    private Derivation end(Derivation expected, Ratio factor, ByteSize more) {
        ByteSize bytes = ByteSize.ofBytes(expected.value().longValueExact());
        return Derivation.of(
                bytes.scaledBy(factor).plus(more).bytes(),
                "bytes",
                "ceil(expected × n ÷ d) + more",
                reason,
                Derivation.term("expected", "the expected bytes", expected),
                Derivation.term("n", factor.numerator(), "factor of this end", reason),
                Derivation.term("d", factor.denominator(), "its divisor", reason),
                Derivation.term("more", more.bytes(), "beside the factor", reason));
    }
}
