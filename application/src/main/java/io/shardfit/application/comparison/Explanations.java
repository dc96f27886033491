package io.shardfit.application.comparison;

import io.shardfit.application.comparison.Explanation.MeasuredApart;
import io.shardfit.application.comparison.Explanation.NotInThePlan;
import io.shardfit.application.comparison.Explanation.OtherValue;
import io.shardfit.application.comparison.Explanation.WideInterval;
import io.shardfit.application.measurement.Measurement;
import io.shardfit.application.measurement.Quantity;
import io.shardfit.domain.memory.MemoryPart;
import io.shardfit.domain.memory.StageMemory;
import io.shardfit.domain.quantity.Estimate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// Which assumptions of a plan could explain a residual: other values of its keys, with which it is
/// computed again, the ends of its intervals, and what was measured but has no part.
final class Explanations {
    /// An explanation of less is not worth a line.
    private static final double LEAST = 0.05;

    private static final int MOST = 5;

    private final List<OtherPlans.Other> others;
    private final List<Row> rows;
    private final List<Measurement> graphs;

    /// @param rows all that was compared
    /// @param graphs CUDA graphs that were measured
    Explanations(List<OtherPlans.Other> others, List<Row> rows, List<Measurement> graphs) {
        this.others = others;
        this.rows = List.copyOf(rows);
        this.graphs = graphs;
    }

    List<Explanation> of(Row row) {
        long residual = row.residual();
        List<Explanation> all = new ArrayList<>();
        otherValues(row.predicted(), all);
        intervals(row.predicted(), residual, all);
        measuredApart(row.predicted(), all);
        if (row.predicted().quantity() == Quantity.DEVICE_USED) {
            graphs.stream()
                    .limit(1)
                    .forEach(graph ->
                            all.add(
                                    new NotInThePlan(
                                            graph.quantity().label(),
                                            graph.place(),
                                            graph.amount().value())));
        }
        return all.stream()
                .filter(one -> one.accountsFor(residual) >= LEAST * Math.abs(residual))
                .filter(one -> one.accountsFor(residual) > 0)
                .sorted(
                        Comparator.comparing(Explanations::isOnlyPossible)
                                .thenComparingLong(one -> -one.accountsFor(residual))
                                .thenComparing(Explanations::doubt)
                                .thenComparingLong(one -> Math.abs(one.change())))
                .limit(MOST)
                .toList();
    }

    /// What was printed comes before what may have been.
    private static boolean isOnlyPossible(Explanation explanation) {
        return doubt(explanation) > 0;
    }

    private static int doubt(Explanation explanation) {
        return switch (explanation) {
            case MeasuredApart _, NotInThePlan _ -> 0;
            case OtherValue other -> other.assumed() ? 1 : 2;
            case WideInterval _ -> 3;
        };
    }

    private void otherValues(Prediction predicted, List<Explanation> all) {
        for (OtherPlans.Other other : others) {
            predicted
                    .in(other.stages())
                    .map(changed -> changed.expected() - predicted.expected())
                    .filter(change -> change != 0)
                    .ifPresent(change ->
                            all.add(
                                    new OtherValue(
                                            other.key(),
                                            other.value(),
                                            other.before(),
                                            other.assumed(),
                                            change)));
        }
    }

    /// A part of the sum that was measured too takes its own difference into the sum.
    private void measuredApart(Prediction predicted, List<Explanation> all) {
        int sign = predicted.isDifference() ? -1 : 1;
        for (Row other : rows) {
            boolean part =
                    other.predicted().parts().size() < predicted.parts().size()
                            && predicted.parts().containsAll(other.predicted().parts())
                            && other.predicted().stage().layers().stage()
                                    == predicted.stage().layers().stage()
                            && other.predicted().quantity() != Quantity.CACHE_PER_TOKEN;
            if (part) {
                all.add(
                        new MeasuredApart(
                                other.predicted().quantity().label(),
                                other.measured().place(),
                                sign * other.residual()));
            }
        }
    }

    private static void intervals(Prediction predicted, long residual, List<Explanation> all) {
        StageMemory stage = predicted.stage();
        boolean more = residual > 0 != predicted.isDifference();
        int sign = predicted.isDifference() ? -1 : 1;
        for (MemoryPart part : predicted.parts()) {
            Estimate estimate = stage.part(part);
            long width =
                    (more ? estimate.high() : estimate.low()).bytes() - estimate.expected().bytes();
            if (width != 0) {
                all.add(
                        new WideInterval(
                                part.label(),
                                (more ? stage.highHow(part) : stage.lowHow(part)).source(),
                                sign * width));
            }
        }
    }
}
