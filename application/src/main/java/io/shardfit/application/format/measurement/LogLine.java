package io.shardfit.application.format.measurement;

import io.shardfit.application.measurement.Amount;
import io.shardfit.application.measurement.Measurement;
import io.shardfit.application.measurement.Origin;
import io.shardfit.application.measurement.Quantity;

/// A line of a file without colours and line end.
///
/// @param number from 1
record LogLine(String file, long number, String text) {
    /// {@return who printed it, as its prefix says}
    Origin origin() {
        return OriginOfLine.of(text);
    }

    String place() {
        return "line " + number;
    }

    boolean has(String words) {
        return text.contains(words);
    }

    Measurement measured(Quantity quantity, Amount amount, String program) {
        return measured(quantity, amount, origin(), program);
    }

    Measurement measured(Quantity quantity, Amount amount, Origin who, String program) {
        return new Measurement(quantity, amount, who, file, number, program);
    }
}
