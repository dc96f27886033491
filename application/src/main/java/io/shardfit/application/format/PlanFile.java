package io.shardfit.application.format;

import io.shardfit.domain.plan.DeploymentPlan;
import java.util.List;

/// A plan with the file it was read from.
///
/// @param name the file's name as the user gave it
/// @param assumptions values that the file leaves open
public record PlanFile(
        String name, DeploymentPlan plan, SourceMap source, List<Assumption> assumptions) {
    public PlanFile {
        assumptions = List.copyOf(assumptions);
    }
}
