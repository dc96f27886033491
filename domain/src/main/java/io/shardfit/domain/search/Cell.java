package io.shardfit.domain.search;

import io.shardfit.domain.quantity.Count;
import io.shardfit.domain.verdict.Readiness;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/// What was found for one TP and PP.
///
/// @param fewestGpus of the candidates with the best readiness; 0 when none passes
/// @param rejected candidates, by code
public record Cell(
        int tensor,
        int pipeline,
        Count ready,
        Count tight,
        int fewestGpus,
        Map<String, Count> rejected) {
    public Cell {
        rejected = Collections.unmodifiableMap(new TreeMap<>(rejected));
    }

    /// {@return the best word of the cell's candidates; NOT_READY when none passes}
    public Readiness best() {
        if (!ready.isZero()) {
            return Readiness.READY;
        }
        return !tight.isZero() ? Readiness.TIGHT : Readiness.NOT_READY;
    }

    Cell plus(Cell other) {
        Map<String, Count> sum = new TreeMap<>(rejected);
        other.rejected.forEach((code, n) -> sum.merge(code, n, Count::plus));
        return new Cell(
                tensor,
                pipeline,
                ready.plus(other.ready),
                tight.plus(other.tight),
                fewest(other),
                sum);
    }

    private int fewest(Cell other) {
        int order = best().compareTo(other.best());
        if (order != 0 || best() == Readiness.NOT_READY) {
            return order <= 0 ? fewestGpus : other.fewestGpus;
        }
        return Math.min(fewestGpus, other.fewestGpus);
    }
}
