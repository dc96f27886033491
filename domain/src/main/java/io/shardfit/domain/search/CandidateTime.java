package io.shardfit.domain.search;

import io.shardfit.domain.plan.DeploymentPlan;
import io.shardfit.domain.quantity.Seconds;
import io.shardfit.domain.time.ServingTime;
import io.shardfit.domain.time.StepTime;
import io.shardfit.domain.time.TimeModel;
import io.shardfit.domain.time.TrainingTime;
import io.shardfit.domain.time.UnknownTime;
import io.shardfit.domain.verdict.Assessment;
import io.shardfit.domain.workload.Workload.Inference;
import io.shardfit.domain.workload.Workload.Training;
import java.util.Optional;

/// The expected time of a step of the candidates of one branch, for ranking (docs/time-model.md):
/// one optimizer step when training, one token of every asked sequence when serving.
record CandidateTime(TimeModel model) {
    /// @param plan of which candidates vary the strategy and the workload
    static CandidateTime of(DeploymentPlan plan) {
        return new CandidateTime(TimeModel.of(plan));
    }

    /// {@return the expected seconds; empty where a rate of the hardware is not known}
    Optional<Seconds> of(Assessment assessment) {
        StepTime time =
                switch (assessment.plan().workload()) {
                    case Training _ -> model.time(assessment.plan(), assessment.busiest());
                    case Inference _ -> assessment.time();
                };
        return switch (time) {
            case TrainingTime training -> Optional.of(training.expected());
            case ServingTime serving -> Optional.of(serving.untilAllHaveOne());
            case UnknownTime _ -> Optional.empty();
        };
    }
}
