package io.shardfit.domain.search;

import io.shardfit.domain.plan.DeploymentPlan;
import io.shardfit.domain.quantity.Seconds;
import io.shardfit.domain.time.KnownTime;
import io.shardfit.domain.time.StepTime;
import io.shardfit.domain.time.TimeModel;
import io.shardfit.domain.verdict.Assessment;
import io.shardfit.domain.workload.Workload.Inference;
import io.shardfit.domain.workload.Workload.Training;
import java.util.Optional;

/// The expected time of a step of the candidates of one branch, for ranking (docs/time-model.md):
/// one optimizer step when training, one token of every sequence when serving.
record CandidateTime(TimeModel model) {
    /// @param plan of which candidates vary the strategy and the workload
    static CandidateTime of(DeploymentPlan plan) {
        return new CandidateTime(TimeModel.of(plan));
    }

    /// {@return the expected seconds; empty where a rate of the hardware is not known}
    Optional<Seconds> of(Assessment assessment) {
        return switch (assessment.plan().workload()) {
            case Training _ -> seconds(model.time(assessment.plan(), assessment.busiest()));
            case Inference _ -> seconds(assessment.time());
        };
    }

    private static Optional<Seconds> seconds(StepTime time) {
        return time instanceof KnownTime known ? Optional.of(known.expected()) : Optional.empty();
    }
}
