package io.shardfit.domain.memory;

import io.shardfit.domain.quantity.ByteSize;
import java.util.List;
import java.util.stream.IntStream;

/// The stages of a plan and the one that needs most.
///
/// @param worst the stage whose fullest GPU is expected to need most; the first of equals
/// @param highest the largest high estimate over all stages
public record MemoryAssessment(MemoryModel model, StageMemory worst, ByteSize highest) {

    static MemoryAssessment of(MemoryModel model) {
        StageMemory worst = model.stage(0);
        ByteSize highest = worst.total().high();
        for (int stage = 1; stage < model.plan().strategy().pipeline(); stage++) {
            StageMemory candidate = model.stage(stage);
            highest = highest.max(candidate.total().high());
            if (candidate.total().expected().isMoreThan(worst.total().expected())) {
                worst = candidate;
            }
        }
        return new MemoryAssessment(model, worst, highest);
    }

    public int worstRank() {
        return model.plan().ranks().firstRankOf(worst.layers().stage());
    }

    public List<StageMemory> stages() {
        return IntStream.range(0, model.plan().strategy().pipeline())
                .mapToObj(model::stage)
                .toList();
    }
}
