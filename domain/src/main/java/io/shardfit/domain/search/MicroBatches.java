package io.shardfit.domain.search;

import io.shardfit.domain.plan.DeploymentPlan;
import io.shardfit.domain.workload.Workload.Training;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// The micro-batches of a number of replicas: what divides a replica's part of the batch, or 1
/// where the batch does not divide at all.
///
/// @param refused how many are refused, by code
record MicroBatches(List<Integer> lawful, Map<String, Integer> refused) {
    static List<Integer> of(Training training, int replicas) {
        int batch = training.globalBatch();
        return batch % replicas == 0 ? Divisors.of(batch / replicas) : List.of(1);
    }

    static MicroBatches judged(DeploymentPlan plan, Training training, int replicas) {
        List<Integer> lawful = new ArrayList<>();
        Map<String, Integer> refused = new TreeMap<>();
        for (int sequences : of(training, replicas)) {
            DeploymentPlan candidate = plan.withWorkload(training.withMicroBatch(sequences));
            Optional<String> code = Rejection.by(Rejection.OF_BATCH, candidate);
            if (code.isPresent()) {
                refused.merge(code.get(), 1, Integer::sum);
            } else {
                lawful.add(sequences);
            }
        }
        return new MicroBatches(lawful, refused);
    }

    int count() {
        return lawful.size() + refused.values().stream().mapToInt(Integer::intValue).sum();
    }
}
