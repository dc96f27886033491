package io.shardfit.application.accuracy;

import java.util.List;

/// Absolute relative errors of a group, sorted.
record Errors(List<Double> sorted) {
    static Errors of(List<Double> signed) {
        return new Errors(signed.stream().map(Math::abs).sorted().toList());
    }

    int count() {
        return sorted.size();
    }

    double mean() {
        return sorted.stream().mapToDouble(Double::doubleValue).average().orElse(0);
    }

    /// {@return the smallest error that nine of ten do not exceed}
    double p90() {
        return sorted.isEmpty() ? 0 : sorted.get((int) Math.ceil(0.9 * count()) - 1);
    }

    /// {@return the share of errors that do not exceed a limit}
    double within(double limit) {
        return sorted.isEmpty()
                ? 1
                : (double) sorted.stream().filter(error -> error <= limit).count() / count();
    }

    double max() {
        return sorted.isEmpty() ? 0 : sorted.getLast();
    }
}
