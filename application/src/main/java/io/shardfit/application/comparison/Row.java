package io.shardfit.application.comparison;

import io.shardfit.application.measurement.Measurement;
import io.shardfit.domain.quantity.Derivation;
import io.shardfit.domain.quantity.Share;
import java.util.List;
import java.util.Locale;

/// A prediction beside its measurement.
///
/// @param of how many measurements of this quantity the one that counts was chosen
/// @param explanations what could explain the difference, the most telling first
public record Row(
        Prediction predicted,
        Measurement measured,
        int of,
        Standing standing,
        List<Explanation> explanations) {
    /// Where a measurement lies.
    public enum Standing {
        WITHIN,
        ABOVE,
        BELOW;

        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public Row {
        explanations = List.copyOf(explanations);
    }

    static Row of(Prediction predicted, Measurement measured, int of, Share tolerance) {
        Standing standing = standing(predicted.low(), predicted.high(), measured, tolerance);
        return new Row(predicted, measured, of, standing, List.of());
    }

    static Standing standing(long low, long high, Measurement measured, Share tolerance) {
        long slack = slack(measured, tolerance);
        return measured.amount().low() > high + slack
                ? Standing.ABOVE
                : measured.amount().high() < low - slack ? Standing.BELOW : Standing.WITHIN;
    }

    private static long slack(Measurement measured, Share tolerance) {
        return (long) Math.ceil(measured.amount().value() * tolerance.fraction());
    }

    /// {@return whether it differs from what is expected by more than the tolerance, also where it
    /// lies in the interval}
    boolean differs(Share tolerance) {
        return Math.abs(residual()) > slack(measured, tolerance);
    }

    Row explainedBy(List<Explanation> found) {
        return new Row(predicted, measured, of, standing, found);
    }

    /// {@return measured less expected, in bytes}
    public long residual() {
        return measured.amount().value() - predicted.expected();
    }

    /// {@return the residual as a share of the measured amount, with its sign}
    public double share() {
        long measuredBytes = measured.amount().value();
        return measuredBytes == 0 ? 0 : (double) residual() / measuredBytes;
    }

    public Derivation residualHow() {
        return Derivation.of(
                residual(),
                "bytes",
                "measured - expected",
                "the comparison",
                Derivation.term("measured", "as printed", measuredHow()),
                Derivation.term("expected", "as the plan says", predicted.expectedHow()));
    }

    public Derivation measuredHow() {
        return Derivation.of(
                measured.amount().value(),
                "bytes",
                "ceil(printed × unit)",
                measured.place() + ", " + measured.program(),
                new Derivation.Given(
                        "printed", measured.amount().number(), "as printed", measured.place()),
                new Derivation.Given(
                        "unit",
                        measured.amount().unit().bytes(),
                        "bytes of one " + measured.amount().unit().symbol(),
                        measured.amount().unit().because()));
    }
}
