package io.shardfit.domain.memory;

import io.shardfit.domain.plan.DeploymentPlan;
import io.shardfit.domain.strategy.PipelineLayout.StageLayers;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/// The stages of a plan and the one that needs most.
///
/// @param models the expert-parallel ranks that may need most: one may hold the most experts and
///   another get the most tokens, so each stage is computed for all of them
/// @param worst the stage whose fullest GPU is expected to need most; the first of equals
/// @param highest the stage whose high estimate is the largest, which may be another one
public record MemoryAssessment(List<MemoryModel> models, StageMemory worst, StageMemory highest) {
    public MemoryAssessment {
        models = List.copyOf(models);
    }

    static MemoryAssessment of(List<MemoryModel> models, SharedSums shared) {
        Worst worst = new Worst();
        for (MemoryModel model : models) {
            for (StageLayers stage : model.telling(shared)) {
                worst.add(model.stage(stage));
            }
        }
        return new MemoryAssessment(
                models, worst.expected.orElseThrow(), worst.highest.orElseThrow());
    }

    private static final class Worst {
        private Optional<StageMemory> expected = Optional.empty();
        private Optional<StageMemory> highest = Optional.empty();

        void add(StageMemory stage) {
            if (expected.isEmpty()
                    || stage.total().expected().isMoreThan(expected.get().total().expected())) {
                expected = Optional.of(stage);
            }
            if (highest.isEmpty()
                    || stage.total().high().isMoreThan(highest.get().total().high())) {
                highest = Optional.of(stage);
            }
        }
    }

    /// {@return the model of the worst rank}
    public MemoryModel model() {
        return worst.model();
    }

    private DeploymentPlan plan() {
        return models.getFirst().plan();
    }

    public int worstRank() {
        return rankOf(worst);
    }

    /// {@return the first rank that needs what the stage's memory says}
    public int rankOf(StageMemory stage) {
        return plan().ranks().firstRankOf(stage.layers().stage())
                + stage.model().load().rank() * plan().expertStride();
    }

    /// {@return every stage on the rank that is expected to need most of it}
    public List<StageMemory> stages() {
        return IntStream.range(0, plan().strategy().pipeline()).mapToObj(this::worstOf).toList();
    }

    private StageMemory worstOf(int stage) {
        StageMemory worst = models.getFirst().stage(stage);
        for (MemoryModel model : models.subList(1, models.size())) {
            StageMemory candidate = model.stage(stage);
            if (candidate.total().expected().isMoreThan(worst.total().expected())) {
                worst = candidate;
            }
        }
        return worst;
    }
}
