package io.shardfit.application.remedy;

import io.shardfit.application.format.PlanKeys;
import io.shardfit.application.format.Setting;
import io.shardfit.domain.plan.DeploymentPlan;
import io.shardfit.domain.remedy.Remedy;
import io.shardfit.domain.remedy.Trial;
import java.util.List;

/// Edits of a plan as keys of its file and as the words of its framework.
///
/// @param settings keys to set or to leave out, in the order of the plan format
/// @param flags what the framework itself is told; empty where it has no words for it
public record Proposal(Trial trial, List<Setting> settings, List<String> flags) {
    public Proposal {
        settings = List.copyOf(settings);
        flags = List.copyOf(flags);
    }

    static Proposal of(DeploymentPlan plan, Trial trial) {
        List<Setting> settings = PlanKeys.between(plan, trial.verdict().plan());
        return new Proposal(trial, settings, FrameworkFlags.of(trial.verdict().plan(), settings));
    }

    /// {@return the edits as a person would say them}
    public List<String> edits() {
        return trial.edits().stream().map(Remedy::edit).toList();
    }

    /// {@return the edits in one line}
    public String words() {
        return String.join(", ", edits());
    }
}
