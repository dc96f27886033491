package io.shardfit.domain.time;

import io.shardfit.domain.balance.RankLoad;
import io.shardfit.domain.plan.DeploymentPlan;

/// How long a step is expected to take: an optimizer step when training, a token of every sequence
/// when serving. From published rates and measured shares of them (docs/time-model.md); it ranks
/// strategies and says what binds, and is no benchmark.
public sealed interface StepTime permits KnownTime, UnknownTime {
    /// @param busiest the expert-parallel rank that gets the most tokens
    static StepTime of(DeploymentPlan plan, RankLoad busiest) {
        return TimeModel.of(plan).time(plan, busiest);
    }
}
