package io.shardfit.domain.balance;

import io.shardfit.domain.architecture.Experts;
import io.shardfit.domain.balance.ExpertPlacement.Dealt;
import io.shardfit.domain.balance.ExpertPlacement.Listed;
import io.shardfit.domain.quantity.Derivation;
import io.shardfit.domain.quantity.Derivation.Given;
import io.shardfit.domain.quantity.Derivation.Term;
import io.shardfit.domain.quantity.Ratio;
import io.shardfit.domain.workload.Routing;
import io.shardfit.domain.workload.Routing.Balanced;
import io.shardfit.domain.workload.Routing.Histogram;
import io.shardfit.domain.workload.Routing.MaxOverMean;
import io.shardfit.domain.workload.Routing.Uniform;
import io.shardfit.domain.workload.Routing.Zipf;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.IntStream;

/// The load of every rank, with its arithmetic: `EP × p ÷ q`, where `p ÷ q` is the part of all
/// copies that the rank gets, rounded up to millionths so that the factor has an end.
record RankLoads(ExpertPlacement placement, Experts experts, Optional<ExpertCapacity> capacity) {
    private static final long MILLION = 1_000_000;
    private static final String ROUNDED = "ceil(1000000 × EP × p ÷ q) ÷ 1000000";
    private static final String BOUNDED = "ceil(1000000 × min(f, EP × p ÷ q)) ÷ 1000000";
    private static final String PLACED = "placement of experts";
    private static final String SOURCE = "docs/adr/0013-routing-skew-in-memory.md";

    private static final String REACHING =
            "copies that can reach the rank: no expert gets a token twice";

    /// No more addends are printed.
    private static final int MOST_TERMS = 64;

    /// {@return the loads when every expert gets as many tokens; of equal ranks the first}
    static List<RankLoad> uniformly(ExpertPlacement placement) {
        return switch (placement) {
            case Dealt dealt when dealt.isEven() ->
                    List.of(new RankLoad(0, dealt.most(), Ratio.ONE, () -> fullestOf(dealt).how()));
            case Dealt dealt -> List.of(fullestOf(dealt));
            case Listed listed -> everyRank(listed, heldOn(listed));
        };
    }

    private static RankLoad fullestOf(Dealt dealt) {
        return load(
                dealt,
                0,
                new Share(
                        Portion.of(dealt.most(), dealt.experts()),
                        "experts on the rank",
                        "experts of a layer, each with as many tokens",
                        "workload.routing: uniform"));
    }

    private static List<RankLoad> everyRank(
            ExpertPlacement placement, Function<Integer, Share> share) {
        return IntStream.range(0, placement.ranks())
                .mapToObj(rank -> load(placement, rank, share.apply(rank)))
                .toList();
    }

    private static Function<Integer, Share> heldOn(ExpertPlacement placement) {
        int[] copies = copies(placement);
        return rank -> {
            Portion held = Portion.NOTHING;
            for (int expert : placement.on(rank)) {
                held = held.plus(Portion.of(1, copies[expert]));
            }
            return new Share(
                    held.over(placement.experts()),
                    "experts on the rank, a replica counting as its part of an expert",
                    "experts of a layer, each with as many tokens",
                    "workload.routing: uniform");
        };
    }

    /// What a rank gets of all copies.
    ///
    /// @param over what the part is counted in
    private record Share(Portion part, String counted, String over, String origin) {}

    private static RankLoad load(ExpertPlacement placement, int rank, Share share) {
        return load(
                placement,
                rank,
                share.part(),
                ROUNDED,
                terms(placement, share.part(), share.counted(), share.over(), share.origin()));
    }

    private static List<Term> terms(
            ExpertPlacement placement, Portion part, String counted, String over, String origin) {
        List<Term> terms = new ArrayList<>();
        terms.add(ranks(placement));
        terms.add(new Given("p", new BigDecimal(part.numerator()), counted, origin));
        terms.add(new Given("q", new BigDecimal(part.denominator()), over, origin));
        return terms;
    }

    private static Term ranks(ExpertPlacement placement) {
        return Derivation.term(
                "EP", placement.ranks(), "expert-parallel ranks", "strategy.expertParallel");
    }

    private static RankLoad load(
            ExpertPlacement placement, int rank, Portion part, String equation, List<Term> terms) {
        return of(placement, rank, part.times(placement.ranks()), equation, terms);
    }

    private static RankLoad of(
            ExpertPlacement placement,
            int rank,
            Portion overMean,
            String equation,
            List<Term> terms) {
        long millionths = overMean.times(MILLION).roundedUp().longValueExact();
        long shared = BigInteger.valueOf(millionths).gcd(BigInteger.valueOf(MILLION)).longValue();
        return new RankLoad(
                rank,
                placement.on(rank).size(),
                Ratio.of(millionths / shared, MILLION / shared),
                () ->
                        new Derivation(
                                BigDecimal.valueOf(millionths, 6),
                                "× mean",
                                equation,
                                terms,
                                "rank " + rank + " of " + PLACED + ", " + SOURCE));
    }

    private static int[] copies(ExpertPlacement placement) {
        int[] copies = new int[placement.experts()];
        IntStream.range(0, placement.ranks())
                .forEach(rank -> placement.on(rank).forEach(expert -> copies[expert]++));
        return copies;
    }

    /// {@return the load of every rank, in order}
    List<RankLoad> ofEveryRank(Routing routing) {
        return switch (routing) {
            case Uniform _, Balanced _, MaxOverMean _ ->
                    capacity.isPresent() ? uniform() : everyRank(placement, heldOn(placement));
            case Zipf zipf -> skewed(ExpertParts.of(zipf, experts));
            case Histogram histogram -> skewed(ExpertParts.of(histogram, experts));
        };
    }

    /// {@return the loads when every expert gets as many tokens, less what is dropped}
    List<RankLoad> uniform() {
        Portion each = Portion.of(1, experts.count());
        return limited(IntStream.range(0, experts.count()).mapToObj(_ -> each).toList());
    }

    List<RankLoad> skewed(ExpertParts declared) {
        if (capacity.isPresent()) {
            return limited(declared.parts());
        }
        int[] copies = copies(placement);
        boolean plain = declared.isAsDeclared() && IntStream.of(copies).allMatch(n -> n == 1);
        return everyRank(
                        placement,
                        rank ->
                                new Share(
                                        sum(rank, declared.parts(), copies),
                                        "copies that the rank gets",
                                        "copies of all tokens, in the same unit; no expert gets a"
                                                + " token twice",
                                        declared.origin()))
                .stream()
                .map(load -> plain ? spelledOut(load, declared) : load)
                .toList();
    }

    /// The addends one by one, where every expert gets what is declared.
    private RankLoad spelledOut(RankLoad load, ExpertParts declared) {
        List<Integer> held = placement.on(load.rank());
        if (held.isEmpty() || held.size() > MOST_TERMS) {
            return load;
        }
        List<Term> addends = new ArrayList<>();
        List<String> names = new ArrayList<>();
        BigInteger sum = BigInteger.ZERO;
        for (int expert : held) {
            BigInteger weight = declared.weights().get(expert);
            sum = sum.add(weight);
            names.add("x_" + expert);
            addends.add(
                    new Given(
                            "x_" + expert,
                            new BigDecimal(weight),
                            "tokens of expert " + expert + ", or its weight in billionths",
                            declared.origin()));
        }
        Derivation rank =
                new Derivation(
                        new BigDecimal(sum),
                        "tokens",
                        String.join(" + ", names),
                        addends,
                        declared.origin());
        List<Term> terms =
                List.of(
                        ranks(placement),
                        Derivation.term("p", "tokens of the experts on the rank", rank),
                        new Given(
                                "q",
                                new BigDecimal(declared.sum()),
                                "tokens of all experts of a layer",
                                declared.origin()));
        return load(placement, load.rank(), new Portion(sum, declared.sum()), ROUNDED, terms);
    }

    private Portion sum(int rank, List<Portion> parts, int[] copies) {
        Portion sum = Portion.NOTHING;
        for (int expert : placement.on(rank)) {
            sum = sum.plus(parts.get(expert).over(copies[expert]));
        }
        return sum;
    }

    /// {@return the loads when each expert takes no more than its capacity}
    private List<RankLoad> limited(List<Portion> parts) {
        ExpertCapacity limit = capacity.orElseThrow();
        Portion most = limit.part().over(experts.perToken());
        List<Portion> taken =
                parts.stream().map(part -> limit.padded() ? most : part.min(most)).toList();
        int[] copies = copies(placement);
        return everyRank(
                placement,
                rank ->
                        new Share(
                                sum(rank, taken, copies),
                                "copies that the rank "
                                        + (limit.padded() ? "has room for" : "keeps")
                                        + ", %d of %d tokens to an expert and source rank at most"
                                                .formatted(limit.tokens(), limit.of()),
                                "copies of all tokens, in the same unit",
                                "workload.training.experts.capacityFactor"));
    }

    /// {@return the loads when any rank may be the busiest, with `factor` times the mean or as much
    /// as can reach it}
    List<RankLoad> upTo(Ratio factor) {
        if (capacity.filter(ExpertCapacity::padded).isPresent()) {
            return uniform();
        }
        int[] copies = copies(placement);
        if (placement instanceof Dealt) {
            return List.of(upTo(factor, 0, copies));
        }
        return IntStream.range(0, placement.ranks())
                .mapToObj(rank -> upTo(factor, rank, copies))
                .toList();
    }

    /// {@return the most that can reach each rank}
    List<RankLoad> most() {
        if (capacity.filter(ExpertCapacity::padded).isPresent()) {
            return uniform();
        }
        if (placement instanceof Dealt dealt && capacity.isEmpty()) {
            return List.of(most(dealt));
        }
        int[] copies = copies(placement);
        return everyRank(
                placement,
                rank ->
                        new Share(
                                mostOn(rank, copies),
                                REACHING,
                                "copies of all tokens, in the same unit",
                                "model.feedForward.experts.perToken"));
    }

    /// A token visits as many experts of the rank as there are, but no more than it visits at all.
    private RankLoad most(Dealt dealt) {
        long visits = Math.min(experts.perToken(), dealt.most());
        return load(
                dealt,
                0,
                Portion.of(visits, experts.perToken()),
                "ceil(1000000 × EP × min(k, n_x) ÷ k) ÷ 1000000",
                List.of(
                        ranks(dealt),
                        Derivation.term(
                                "k",
                                experts.perToken(),
                                "experts per token",
                                "model.feedForward.experts.perToken"),
                        Derivation.term("n_x", dealt.most(), "experts on the rank", PLACED)));
    }

    private RankLoad upTo(Ratio factor, int rank, int[] copies) {
        Portion most = mostOn(rank, copies);
        List<Term> terms =
                new ArrayList<>(
                        terms(
                                placement,
                                most,
                                REACHING,
                                "copies of all tokens, in the same unit",
                                "model.feedForward.experts.perToken"));
        terms.add(Derivation.term("f", factor, "declared skew", "workload.routing.maxOverMean"));
        Portion declared = Portion.of(factor.numerator(), factor.denominator());
        return of(placement, rank, declared.min(most.times(placement.ranks())), BOUNDED, terms);
    }

    /// The most is reached when tokens choose the experts that lie most on this rank.
    private Portion mostOn(int rank, int[] copies) {
        int[] here = new int[experts.count()];
        placement.on(rank).forEach(expert -> here[expert]++);
        List<Portion> held =
                IntStream.range(0, here.length)
                        .filter(expert -> here[expert] > 0)
                        .mapToObj(expert -> Portion.of(here[expert], copies[expert]))
                        .sorted(Comparator.reverseOrder())
                        .toList();
        Portion each = capacity.map(ExpertCapacity::part).orElse(Portion.ALL).min(Portion.ALL);
        Portion left = Portion.of(experts.perToken(), 1);
        Portion reached = Portion.NOTHING;
        for (Portion part : held) {
            Portion visits = each.min(left);
            reached = reached.plus(part.times(visits));
            left = left.minus(visits);
        }
        return reached.over(experts.perToken());
    }
}
