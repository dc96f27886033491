package io.shardfit.domain.remedy;

import io.shardfit.domain.plan.DeploymentPlan;
import io.shardfit.domain.remedy.Remedy.SetGlobalBatch;
import io.shardfit.domain.remedy.Remedy.SetMicroBatch;
import io.shardfit.domain.remedy.Remedy.SetSequenceLength;
import io.shardfit.domain.remedy.Remedy.SetTrainingPrecision;
import io.shardfit.domain.workload.TrainingPrecision;
import io.shardfit.domain.workload.Workload.Training;
import java.util.ArrayList;
import java.util.List;

/// Batch, sequence and recipe of a training job.
final class TrainingLevers {
    private TrainingLevers() {}

    static List<Remedy> of(DeploymentPlan plan, Training training) {
        List<Remedy> edits = new ArrayList<>();
        for (int sequences : Values.halvesOf(training.microBatch(), 1)) {
            edits.add(new SetMicroBatch(sequences));
        }
        globalBatches(plan, training).forEach(batch -> edits.add(new SetGlobalBatch(batch)));
        for (int tokens :
                Values.halvesOf(training.sequenceLength(), 512).stream().limit(3).toList()) {
            edits.add(new SetSequenceLength(tokens));
        }
        for (TrainingPrecision precision :
                List.of(
                        TrainingPrecision.BF16,
                        TrainingPrecision.FP16,
                        TrainingPrecision.FP8,
                        TrainingPrecision.FP32)) {
            if (precision != training.precision()) {
                edits.add(new SetTrainingPrecision(precision));
            }
        }
        return edits;
    }

    /// Half of it, and where it is no whole number of micro-batches on each replica, the whole
    /// numbers around it.
    private static List<Integer> globalBatches(DeploymentPlan plan, Training training) {
        List<Integer> batches = new ArrayList<>();
        int batch = training.globalBatch();
        if (batch > 1) {
            batches.add(batch / 2);
        }
        long pass = (long) training.microBatch() * plan.groups().replicas();
        if (batch % pass != 0) {
            long below = batch / pass * pass;
            if (below > 0 && below != batch / 2) {
                batches.add((int) below);
            }
            if (below + pass <= Values.MOST) {
                batches.add((int) (below + pass));
            }
        }
        return batches;
    }
}
