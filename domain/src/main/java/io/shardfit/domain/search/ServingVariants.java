package io.shardfit.domain.search;

import io.shardfit.domain.memory.MemoryModel;
import io.shardfit.domain.plan.DeploymentPlan;
import io.shardfit.domain.quantity.Precision;
import io.shardfit.domain.quantity.Share;
import io.shardfit.domain.workload.Workload.Inference;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/// Longest sequence, precision of the cache and, for engines, their memory fraction, in this order.
/// What the plan asks for comes first: a shorter sequence or a narrower cache is a concession.
record ServingVariants(Inference inference) implements Variants {
    /// Halvings of the longest sequence that are tried.
    private static final int HALVINGS = 2;

    /// Hundredths of the memory fraction that people choose between.
    private static final List<Integer> FRACTIONS = List.of(80, 85, 90, 92, 95);

    private List<Inference> workloads(DeploymentPlan plan) {
        List<Inference> all = new ArrayList<>();
        for (int halvings = 0; halvings <= HALVINGS; halvings++) {
            int length = inference.contextLength() >> halvings;
            if (length > 0) {
                for (Precision precision : precisions()) {
                    Inference shorter =
                            inference.withContextLength(length).withKeyValuePrecision(precision);
                    addFractions(all, plan, shorter);
                }
            }
        }
        return all;
    }

    private List<Precision> precisions() {
        Precision asked = inference.keyValuePrecision();
        return asked.bits() > Precision.FP8.bits() ? List.of(asked, Precision.FP8) : List.of(asked);
    }

    private void addFractions(List<Inference> all, DeploymentPlan plan, Inference asked) {
        all.add(asked);
        if (MemoryModel.sizesItself(plan)) {
            Optional<Share> told = inference.engine().memoryFraction();
            for (int hundredths : new TreeSet<>(FRACTIONS)) {
                Share fraction = Share.of(hundredths, 100);
                if (!told.equals(Optional.of(fraction))) {
                    all.add(asked.withEngine(asked.engine().withMemoryFraction(fraction)));
                }
            }
        }
    }

    @Override
    public Variants anew() {
        return this;
    }

    @Override
    public long size(DeploymentPlan plan) {
        return workloads(plan).size();
    }

    @Override
    public List<DeploymentPlan> all(DeploymentPlan plan) {
        return workloads(plan).stream().map(plan::withWorkload).toList();
    }

    @Override
    public void judge(DeploymentPlan plan, Tally tally) {
        Optional<String> groups = Rejection.by(Rejection.OF_GROUPS, plan);
        if (groups.isPresent()) {
            tally.reject(groups.get(), size(plan));
            return;
        }
        for (DeploymentPlan candidate : all(plan)) {
            Rejection.by(Rejection.OF_LENGTH, candidate)
                    .or(() -> Rejection.by(Rejection.OF_COVERAGE, candidate))
                    .ifPresentOrElse(code -> tally.reject(code, 1), () -> tally.judge(candidate));
        }
    }
}
