package io.shardfit.domain.quantity;

import java.util.Locale;

/// A number of things that may be more than an `int` holds.
public record Count(long things) implements Comparable<Count> {
    public static final Count ZERO = new Count(0);

    public Count {
        if (things < 0) {
            throw new IllegalArgumentException("a count is not negative, got " + things);
        }
    }

    public Count plus(Count other) {
        return new Count(Math.addExact(things, other.things));
    }

    public boolean isZero() {
        return things == 0;
    }

    @Override
    public int compareTo(Count other) {
        return Long.compare(things, other.things);
    }

    /// {@return for example `148,456,920`}
    @Override
    public String toString() {
        return String.format(Locale.ROOT, "%,d", things);
    }
}
