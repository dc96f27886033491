package io.shardfit.application;

import io.shardfit.application.format.Assumption;
import io.shardfit.application.format.PlanFile;
import io.shardfit.domain.plan.DeploymentPlan;
import io.shardfit.domain.quantity.Share;
import java.util.List;
import java.util.Optional;

/// What a command says instead of the plan's file.
///
/// @param safetyMargin part of a GPU's allocatable memory that READY leaves free
public record Overrides(Optional<Share> safetyMargin) {
    public static final Overrides NONE = new Overrides(Optional.empty());

    /// {@return the file with the plan as the command wants it judged; what was assumed in place of
    /// an overridden value no longer is}
    PlanFile apply(PlanFile file) {
        if (safetyMargin.isEmpty()) {
            return file;
        }
        DeploymentPlan plan = file.plan().withSafetyMargin(safetyMargin.get());
        List<Assumption> left =
                file.assumptions().stream()
                        .filter(assumption -> !assumption.key().equals("hardware.safetyMargin"))
                        .toList();
        return new PlanFile(file.name(), plan, file.source(), left);
    }
}
