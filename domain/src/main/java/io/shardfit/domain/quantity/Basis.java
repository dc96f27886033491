package io.shardfit.domain.quantity;

import java.util.Locale;

/// How a number came to be, from the surest to the least sure.
public enum Basis {
    /// Follows from the plan by counting; nothing in it was assumed.
    EXACT,
    /// Read from a device or a run.
    MEASURED,
    /// Stated by the plan's author; taken as given.
    DECLARED,
    /// Computed by a model that was compared with measurements; carries an interval.
    ESTIMATED;

    /// {@return the less sure of the two: a sum is only as sure as its weakest part}
    public Basis weaker(Basis other) {
        return compareTo(other) >= 0 ? this : other;
    }

    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
