package io.shardfit.domain.time;

import io.shardfit.domain.balance.RankLoad;
import io.shardfit.domain.plan.DeploymentPlan;
import io.shardfit.domain.quantity.Derivation;
import io.shardfit.domain.workload.Workload.Inference;

/// How long a step is expected to take: an optimizer step when training, a token of every sequence
/// when serving. From published rates and measured shares of them (docs/time-model.md); it ranks
/// strategies and says what binds, and is no benchmark.
public sealed interface StepTime permits KnownTime, UnknownTime {
    /// Of a plan that sets memory aside for all that it is asked to do.
    ///
    /// @param busiest the expert-parallel rank that gets the most tokens
    static StepTime of(DeploymentPlan plan, RankLoad busiest) {
        return TimeModel.of(plan).time(plan, busiest);
    }

    /// Of an engine, which works on what its cache holds.
    ///
    /// @param held sequences of full length that the cache of one replica holds
    static StepTime of(
            DeploymentPlan plan, Inference inference, RankLoad busiest, Derivation held) {
        return TimeModel.of(plan)
                .serving(plan, inference, Batch.ofHeld(plan, inference, held), busiest);
    }
}
