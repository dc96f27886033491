package io.shardfit.application.format;

import io.shardfit.domain.plan.DeploymentPlan;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// Which keys of a file make another plan of it. The formats read a file into a plan; this is the
/// way back, for the keys that a remedy may change.
public final class PlanKeys {
    private static final List<PlanKey> ALL =
            Stream.of(HardwareKeys.ALL, StrategyKeys.ALL, TrainingKeys.ALL, InferenceKeys.ALL)
                    .flatMap(List::stream)
                    .toList();

    private PlanKeys() {}

    /// {@return the keys to set or leave out, in the order of the format}
    public static List<Setting> between(DeploymentPlan before, DeploymentPlan after) {
        List<Setting> settings = new ArrayList<>();
        for (PlanKey key : ALL) {
            if (key.differs(before, after)) {
                key.beside().forEach(other -> settings.add(Setting.leftOut(other)));
                settings.add(key.setting(after));
            }
        }
        return settings;
    }
}
