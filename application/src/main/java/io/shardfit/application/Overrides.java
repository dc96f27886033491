package io.shardfit.application;

import io.shardfit.application.format.Assumption;
import io.shardfit.application.format.HistogramReading;
import io.shardfit.application.format.HistogramReading.Layer;
import io.shardfit.application.format.InputError;
import io.shardfit.application.format.PlanFile;
import io.shardfit.application.format.Position;
import io.shardfit.domain.architecture.Experts;
import io.shardfit.domain.balance.RoutedLoad;
import io.shardfit.domain.plan.DeploymentPlan;
import io.shardfit.domain.quantity.Ratio;
import io.shardfit.domain.quantity.Share;
import io.shardfit.domain.verdict.SkewLimits;
import io.shardfit.domain.workload.Routing.Histogram;
import java.util.List;
import java.util.Optional;

/// What a command says instead of the plan's file.
///
/// @param safetyMargin part of a GPU's allocatable memory that READY leaves free
/// @param histogram measured tokens per expert, of one or more layers
public record Overrides(Optional<Share> safetyMargin, Optional<HistogramReading.Read> histogram) {
    public static final Overrides NONE = new Overrides(Optional.empty(), Optional.empty());

    public Overrides(Optional<Share> safetyMargin) {
        this(safetyMargin, Optional.empty());
    }

    /// {@return why the histogram is not one of this plan}
    Optional<InputError> problem(PlanFile file) {
        return histogram.flatMap(read -> problem(file.plan(), read));
    }

    private static Optional<InputError> problem(DeploymentPlan plan, HistogramReading.Read read) {
        int experts = plan.model().experts().map(Experts::count).orElse(0);
        int counted = read.layers().getFirst().tokens().size();
        return counted == experts
                ? Optional.empty()
                : Optional.of(
                        new InputError(
                                read.file(),
                                Position.START,
                                "",
                                "the file counts tokens of %d experts".formatted(counted),
                                experts == 0
                                        ? "the plan's model has none"
                                        : "the plan's model has %d in a layer".formatted(experts)));
    }

    /// {@return the file with the plan as the command wants it judged; what was assumed in place of
    /// an overridden value no longer is}
    PlanFile apply(PlanFile file) {
        PlanFile changed = file;
        if (safetyMargin.isPresent()) {
            changed =
                    replaced(
                            changed,
                            file.plan().withSafetyMargin(safetyMargin.get()),
                            "hardware.safetyMargin");
        }
        if (histogram.isPresent()) {
            changed = replaced(changed, worst(changed.plan(), histogram.get()), "workload.routing");
        }
        return changed;
    }

    private static PlanFile replaced(PlanFile file, DeploymentPlan plan, String key) {
        List<Assumption> left =
                file.assumptions().stream()
                        .filter(assumption -> !assumption.key().equals(key))
                        .toList();
        return new PlanFile(file.name(), plan, file.source(), left);
    }

    /// {@return the plan with the layer that loads one rank most, taken for all layers}
    private static DeploymentPlan worst(DeploymentPlan plan, HistogramReading.Read read) {
        DeploymentPlan worst = routed(plan, read, read.layers().getFirst());
        Ratio most = RoutedLoad.of(worst).worstOverMean();
        for (Layer layer : read.layers()) {
            DeploymentPlan candidate = routed(plan, read, layer);
            Ratio load = RoutedLoad.of(candidate).worstOverMean();
            if (load.compareTo(most) > 0) {
                worst = candidate;
                most = load;
            }
        }
        return worst;
    }

    private static DeploymentPlan routed(
            DeploymentPlan plan, HistogramReading.Read read, Layer layer) {
        String origin =
                read.layers().size() == 1
                        ? read.file()
                        : "%s, layer %s, the worst of %d"
                                .formatted(read.file(), layer.name(), read.layers().size());
        return SkewLimits.routed(plan, new Histogram(layer.tokens(), origin));
    }
}
