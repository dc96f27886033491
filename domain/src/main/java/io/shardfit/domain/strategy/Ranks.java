package io.shardfit.domain.strategy;

/// Counting with ranks: degrees are at least 1, and products do not wrap around.
final class Ranks {
    private Ranks() {}

    static void atLeastOne(String name, int value) {
        if (value < 1) {
            throw new IllegalArgumentException(name + " must be at least 1, got " + value);
        }
    }

    static int product(int... degrees) {
        int product = 1;
        for (int degree : degrees) {
            product = Math.multiplyExact(product, degree);
        }
        return product;
    }

    /// {@return the quotient of two counts, for groups that a rule may yet refuse: at least 1}
    static int quotient(int ranks, int... divisors) {
        return Math.max(1, ranks / product(divisors));
    }
}
