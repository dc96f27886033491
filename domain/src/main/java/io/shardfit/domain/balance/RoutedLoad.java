package io.shardfit.domain.balance;

import io.shardfit.domain.architecture.Experts;
import io.shardfit.domain.plan.DeploymentPlan;
import io.shardfit.domain.quantity.Ratio;
import io.shardfit.domain.workload.Routing;
import io.shardfit.domain.workload.Routing.Balanced;
import io.shardfit.domain.workload.Routing.Histogram;
import io.shardfit.domain.workload.Routing.MaxOverMean;
import io.shardfit.domain.workload.Routing.Uniform;
import io.shardfit.domain.workload.Routing.Zipf;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// How many tokens the expert-parallel ranks get, from the declared routing and the placement.
///
/// All `R` ranks send `n` tokens to `k` experts each: `R·n·k` copies, `n·k` in the mean. Replicas
/// of an expert share its copies evenly. No expert gets a token twice, so a rank with `l` experts
/// gets `R·n·min(k, l)` copies at most: `R·min(k, l) ÷ k` times the mean.
///
/// @param candidates the ranks that may need most memory: none holds as much as another of them and
///   does as much; the one with the most experts first
public record RoutedLoad(ExpertPlacement placement, Routing routing, List<RankLoad> candidates) {
    public RoutedLoad {
        candidates = List.copyOf(candidates);
    }

    /// {@return the load of a plan; a model without experts has one balanced rank}
    public static RoutedLoad of(DeploymentPlan plan) {
        Optional<Experts> experts = plan.model().experts();
        return experts.isEmpty()
                ? uniformly(new ExpertPlacement.Dealt(1, 1))
                : of(
                        ExpertPlacement.of(plan).orElseThrow(),
                        plan.workload().routing(),
                        experts.get(),
                        ExpertCapacity.of(plan, experts.get()));
    }

    static RoutedLoad of(
            ExpertPlacement placement,
            Routing routing,
            Experts experts,
            Optional<ExpertCapacity> capacity) {
        if (routing.isEven() && capacity.isEmpty()) {
            return of(placement, routing, RankLoads.uniformly(placement));
        }
        RankLoads loads = new RankLoads(placement, experts, capacity);
        return switch (routing) {
            case Uniform _, Balanced _ -> of(placement, routing, loads.uniform());
            case MaxOverMean declared -> of(placement, routing, loads.upTo(declared.factor()));
            case Zipf zipf -> of(placement, routing, loads.skewed(ExpertParts.of(zipf, experts)));
            case Histogram histogram ->
                    of(placement, routing, loads.skewed(ExpertParts.of(histogram, experts)));
        };
    }

    /// {@return the load when every expert gets as many tokens}
    static RoutedLoad uniformly(ExpertPlacement placement) {
        return of(placement, Routing.UNIFORM, RankLoads.uniformly(placement));
    }

    /// {@return the most that can reach the ranks, whatever the routing}
    public static RoutedLoad atMost(DeploymentPlan plan) {
        return plan.model()
                .experts()
                .map(experts -> atMost(plan, experts))
                .orElseGet(() -> of(plan));
    }

    private static RoutedLoad atMost(DeploymentPlan plan, Experts experts) {
        ExpertPlacement placement = ExpertPlacement.of(plan).orElseThrow();
        return of(
                placement,
                plan.workload().routing(),
                new RankLoads(placement, experts, ExpertCapacity.of(plan, experts)).most());
    }

    /// {@return the load of every rank, in order; none for a model without experts. Where the
    /// declaration is of the busiest rank, whichever it is, every rank has what an even routing
    /// gives it}
    public static List<RankLoad> ofEveryRank(DeploymentPlan plan) {
        return plan.model()
                .experts()
                .map(experts ->
                        new RankLoads(
                                        ExpertPlacement.of(plan, experts),
                                        experts,
                                        ExpertCapacity.of(plan, experts))
                                .ofEveryRank(plan.workload().routing()))
                .orElse(List.of());
    }

    private static RoutedLoad of(ExpertPlacement placement, Routing routing, List<RankLoad> ranks) {
        return new RoutedLoad(placement, routing, worst(ranks));
    }

    /// {@return the ranks that no other rank covers, the fullest first}
    private static List<RankLoad> worst(List<RankLoad> ranks) {
        if (ranks.size() == 1) {
            return ranks;
        }
        List<RankLoad> worst = new ArrayList<>();
        ranks.stream()
                .sorted(
                        Comparator.comparingInt(RankLoad::slots)
                                .thenComparing(RankLoad::overMean)
                                .reversed())
                .forEach(load -> {
                    if (worst.isEmpty() || !load.isCoveredBy(worst.getLast())) {
                        worst.add(load);
                    }
                });
        return worst;
    }

    /// {@return the rank with the most experts, the busiest of these}
    public RankLoad fullest() {
        return candidates.getFirst();
    }

    /// {@return the rank that gets the most tokens}
    public RankLoad busiest() {
        return candidates.getLast();
    }

    /// {@return tokens of the busiest rank over the mean}
    public Ratio worstOverMean() {
        return busiest().overMean();
    }

    /// {@return whether some expert is said to get a token more than once, or a rank more than can
    /// reach it: the declaration is of another model or placement}
    public boolean isImpossible(Experts experts) {
        return switch (routing) {
            case Uniform _, Balanced _, Zipf _ -> false;
            case MaxOverMean declared -> !worstOverMean().isAtLeast(declared.factor());
            case Histogram histogram -> !ExpertParts.of(histogram, experts).isAsDeclared();
        };
    }
}
