package io.shardfit.domain.search;

import io.shardfit.domain.strategy.ParallelStrategy;
import io.shardfit.domain.verdict.Readiness;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Strategies that differ in nothing but virtual stages stand behind the best of them, so that a
/// short list shows different ways. They all lie in one branch.
final class Families {
    private final Comparator<Candidate> order;
    private final Map<ParallelStrategy, Family> families = new LinkedHashMap<>();

    /// @param ready how many of them are READY
    /// @param tight how many of them are TIGHT
    private record Family(Candidate best, int ready, int tight) {
        static Family of(Candidate one) {
            boolean ready = one.readiness() == Readiness.READY;
            return new Family(one, ready ? 1 : 0, ready ? 0 : 1);
        }

        Family plus(Family other, Comparator<Candidate> order) {
            return new Family(
                    order.compare(other.best, best) < 0 ? other.best : best,
                    ready + other.ready,
                    tight + other.tight);
        }

        Candidate shown() {
            return best.withAlike((best.readiness() == Readiness.READY ? ready : tight) - 1);
        }
    }

    Families(Comparator<Candidate> order) {
        this.order = order;
    }

    /// @param candidate the best variant of its strategy
    void add(Candidate candidate) {
        families.merge(
                candidate.family(),
                Family.of(candidate),
                (family, other) -> family.plus(other, order));
    }

    /// {@return the best of each, the best first}
    List<Candidate> best(Ranking ranking) {
        List<Candidate> best = new ArrayList<>();
        for (Family family : families.values()) {
            ranking.insert(best, family.shown(), order);
        }
        return best;
    }
}
