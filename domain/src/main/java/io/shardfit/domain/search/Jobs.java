package io.shardfit.domain.search;

import io.shardfit.domain.workload.ActivationRecomputation;
import io.shardfit.domain.workload.Recomputation;
import io.shardfit.domain.workload.Workload.Training;
import io.shardfit.domain.workload.ZeroStage;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The variants of a training job, each made once, because a judge keeps sums per job.
final class Jobs {
    private final Training training;
    private final List<Recomputation> recomputations;
    private final Map<Key, Training> made = new HashMap<>();

    private record Key(ZeroStage zero, int sequences, ActivationRecomputation amount) {}

    Jobs(Training training) {
        this.training = training;
        this.recomputations = recomputations(training);
    }

    /// The plan's own choice of modules and layers stands for its amount.
    private static List<Recomputation> recomputations(Training training) {
        List<Recomputation> all = new ArrayList<>();
        for (ActivationRecomputation amount : ActivationRecomputation.values()) {
            all.add(
                    amount == training.recomputation()
                            ? training.recomputed()
                            : Recomputation.of(amount));
        }
        return List.copyOf(all);
    }

    List<Recomputation> recomputations() {
        return recomputations;
    }

    /// @param recomputed one of {@link #recomputations}
    Training with(ZeroStage zero, int sequences, Recomputation recomputed) {
        return made.computeIfAbsent(
                new Key(zero, sequences, recomputed.amount()),
                _ ->
                        training.withZeroStage(zero)
                                .withMicroBatch(sequences)
                                .withRecomputed(recomputed));
    }
}
