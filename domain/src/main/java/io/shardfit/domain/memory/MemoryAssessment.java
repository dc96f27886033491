package io.shardfit.domain.memory;

import java.util.List;
import java.util.stream.IntStream;

/// The stages of a plan and the one that needs most.
///
/// @param worst the stage whose fullest GPU is expected to need most; the first of equals
/// @param highest the stage whose high estimate is the largest, which may be another one
public record MemoryAssessment(MemoryModel model, StageMemory worst, StageMemory highest) {

    static MemoryAssessment of(MemoryModel model) {
        StageMemory worst = model.stage(0);
        StageMemory highest = worst;
        for (int stage = 1; stage < model.plan().strategy().pipeline(); stage++) {
            StageMemory candidate = model.stage(stage);
            if (candidate.total().high().isMoreThan(highest.total().high())) {
                highest = candidate;
            }
            if (candidate.total().expected().isMoreThan(worst.total().expected())) {
                worst = candidate;
            }
        }
        return new MemoryAssessment(model, worst, highest);
    }

    public int worstRank() {
        return rankOf(worst);
    }

    /// {@return the fullest rank of a stage}
    public int rankOf(StageMemory stage) {
        return model.plan().ranks().firstRankOf(stage.layers().stage());
    }

    public List<StageMemory> stages() {
        return IntStream.range(0, model.plan().strategy().pipeline())
                .mapToObj(model::stage)
                .toList();
    }
}
