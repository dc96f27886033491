package io.shardfit.domain.search;

import io.shardfit.domain.quantity.Count;
import io.shardfit.domain.verdict.Readiness;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// What a search found, in all branches or in some.
///
/// @param candidates in the space
/// @param judged of these by the check itself; the others were rejected with their branch
/// @param cells by TP, then by PP
/// @param best strategies, each with its best virtual stages and variant, as many as the ranking
///   keeps
/// @param closest the candidate that misses by least, of those that were judged and do not pass
public record Found(
        Count candidates,
        Count judged,
        List<Cell> cells,
        List<Candidate> best,
        ParetoFront front,
        Optional<Candidate> closest) {
    /// Of engines the one whose start comes furthest, then what misses by the fewest bytes.
    static final Comparator<Candidate> CLOSER =
            Comparator.comparing(Candidate::readiness)
                    .thenComparing(Candidate::shortfall)
                    .thenComparingInt(Candidate::concessions);

    public Found {
        cells = List.copyOf(cells);
        best = List.copyOf(best);
    }

    public static Found nothing() {
        return new Found(
                Count.ZERO,
                Count.ZERO,
                List.of(),
                List.of(),
                new ParetoFront(List.of()),
                Optional.empty());
    }

    /// {@return what two parts of a space hold, this one before the other}
    public Found plus(Found other, Ranking ranking) {
        return new Found(
                candidates.plus(other.candidates),
                judged.plus(other.judged),
                merged(other.cells),
                ranking.best(best, other.best),
                ParetoFront.of(front.candidates(), other.front.candidates()),
                closer(other));
    }

    private Optional<Candidate> closer(Found other) {
        if (closest.isEmpty() || other.closest.isEmpty()) {
            return closest.or(other::closest);
        }
        return CLOSER.compare(other.closest.get(), closest.get()) < 0 ? other.closest : closest;
    }

    private List<Cell> merged(List<Cell> others) {
        Map<Long, Cell> all = new TreeMap<>();
        for (Cell cell : cells) {
            all.put(key(cell), cell);
        }
        for (Cell cell : others) {
            all.merge(key(cell), cell, Cell::plus);
        }
        return new ArrayList<>(all.values());
    }

    private static Long key(Cell cell) {
        return ((long) cell.tensor() << 32) + cell.pipeline();
    }

    public Count ready() {
        return cells.stream().map(Cell::ready).reduce(Count.ZERO, Count::plus);
    }

    public Count tight() {
        return cells.stream().map(Cell::tight).reduce(Count.ZERO, Count::plus);
    }

    /// {@return whether a candidate is READY}
    public boolean passes() {
        return !ready().isZero();
    }

    /// {@return whether nothing passes and something could not be judged}
    public boolean isUnknown() {
        return closest.isPresent()
                ? closest.get().readiness() == Readiness.UNKNOWN
                : best.isEmpty() && rejected().containsKey("UNK001");
    }

    /// {@return rejected candidates by the code of the rule that rejected them}
    public Map<String, Count> rejected() {
        Map<String, Count> sum = new TreeMap<>();
        for (Cell cell : cells) {
            cell.rejected().forEach((code, n) -> sum.merge(code, n, Count::plus));
        }
        return Collections.unmodifiableMap(sum);
    }
}
