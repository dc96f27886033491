package io.shardfit.domain.balance;

import io.shardfit.domain.architecture.Experts;
import io.shardfit.domain.workload.Routing.Histogram;
import io.shardfit.domain.workload.Routing.Zipf;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/// The part of all routed copies that each expert of a layer gets.
///
/// @param weights what is declared, as whole numbers
/// @param parts of all copies, adding up to 1; no expert gets a token twice, so none is above `1 ÷
///   k`
/// @param origin the plan key of the declaration
record ExpertParts(List<BigInteger> weights, List<Portion> parts, String origin) {
    /// Zipf's weights are not rational: they are rounded up to billionths.
    private static final BigDecimal BILLION = BigDecimal.TEN.pow(9);

    static ExpertParts of(Zipf zipf, Experts experts) {
        double exponent = (double) zipf.exponent().numerator() / zipf.exponent().denominator();
        List<BigInteger> weights =
                IntStream.rangeClosed(1, experts.count())
                        .mapToObj(place -> weight(place, exponent))
                        .toList();
        return new ExpertParts(
                weights, shared(weights, experts.perToken()), "workload.routing.zipf");
    }

    /// `StrictMath` gives the same bits on every machine.
    private static BigInteger weight(int place, double exponent) {
        return new BigDecimal(StrictMath.pow(place, -exponent))
                .multiply(BILLION)
                .setScale(0, RoundingMode.CEILING)
                .toBigIntegerExact();
    }

    static ExpertParts of(Histogram histogram, Experts experts) {
        List<BigInteger> weights = histogram.tokens().stream().map(BigInteger::valueOf).toList();
        return new ExpertParts(weights, shared(weights, experts.perToken()), histogram.origin());
    }

    BigInteger sum() {
        return weights.stream().reduce(BigInteger.ZERO, BigInteger::add);
    }

    /// {@return whether each expert gets exactly what is declared}
    boolean isAsDeclared() {
        BigInteger sum = sum();
        return IntStream.range(0, weights.size())
                .allMatch(expert ->
                        parts.get(expert).compareTo(new Portion(weights.get(expert), sum)) == 0);
    }

    /// Experts that would get more than every token get exactly every token, the heaviest first;
    /// the others share what is left by weight, and evenly where all weights are 0.
    private static List<Portion> shared(List<BigInteger> weights, int perToken) {
        Portion most = Portion.of(1, perToken);
        List<Integer> heaviest =
                IntStream.range(0, weights.size())
                        .boxed()
                        .sorted(Comparator.comparing(weights::get).reversed())
                        .toList();
        List<Portion> parts = new ArrayList<>(weights.stream().map(_ -> most).toList());
        Portion left = Portion.ALL;
        BigInteger sum = weights.stream().reduce(BigInteger.ZERO, BigInteger::add);
        int full = 0;
        while (full < heaviest.size() && isFull(weights.get(heaviest.get(full)), sum, left, most)) {
            sum = sum.subtract(weights.get(heaviest.get(full)));
            left = left.minus(most);
            full++;
        }
        int others = heaviest.size() - full;
        for (int expert : heaviest.subList(full, heaviest.size())) {
            parts.set(
                    expert,
                    sum.signum() == 0
                            ? left.over(others)
                            : left.times(new Portion(weights.get(expert), sum)));
        }
        return parts;
    }

    private static boolean isFull(BigInteger weight, BigInteger sum, Portion left, Portion most) {
        return sum.signum() > 0 && left.times(new Portion(weight, sum)).compareTo(most) >= 0;
    }
}
