package io.shardfit.domain.time;

import io.shardfit.domain.plan.DeploymentPlan;
import io.shardfit.domain.quantity.Seconds;
import io.shardfit.domain.quantity.TokenRate;

/// A time with its interval and its parts.
public sealed interface KnownTime extends StepTime permits TrainingTime {
    DeploymentPlan plan();

    /// {@return the expected time, as a search ranks by it}
    Seconds expected();

    Seconds at(Pace pace);

    /// {@return what one part takes of a step; the parts add up to the step}
    Seconds of(TimePart part, Pace pace);

    /// {@return tokens of all GPUs}
    TokenRate throughput(Pace pace);

    /// {@return tokens of one GPU}
    default TokenRate throughputPerGpu(Pace pace) {
        return throughput(pace).over(plan().groups().worldSize());
    }
}
