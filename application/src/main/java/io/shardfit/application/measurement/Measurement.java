package io.shardfit.application.measurement;

import java.util.Comparator;

/// An amount that a run printed, and where.
///
/// @param line from 1; 0 in a file that has no lines
/// @param program who printed it
public record Measurement(
        Quantity quantity, Amount amount, Origin origin, String file, long line, String program) {
    static final Comparator<Measurement> BY_VALUE =
            Comparator.comparingLong(measurement -> measurement.amount().value());

    public static Comparator<Measurement> byValue() {
        return BY_VALUE;
    }

    /// {@return for example `run.log:12`}
    public String place() {
        return line == 0 ? file : file + ":" + line;
    }
}
