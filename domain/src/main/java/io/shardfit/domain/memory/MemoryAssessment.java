package io.shardfit.domain.memory;

import io.shardfit.domain.plan.DeploymentPlan;
import io.shardfit.domain.strategy.PipelineLayout.StageLayers;
import java.util.List;
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
        MemoryAssessment most = ofModel(models, models.getFirst(), shared);
        for (int i = 1; i < models.size(); i++) {
            MemoryAssessment other = ofModel(models, models.get(i), shared);
            most =
                    new MemoryAssessment(
                            models,
                            expected(most.worst, other.worst),
                            highest(most.highest, other.highest));
        }
        return most;
    }

    private static MemoryAssessment ofModel(
            List<MemoryModel> models, MemoryModel model, SharedSums shared) {
        List<StageLayers> telling = model.telling(shared);
        StageMemory worst = model.stage(telling.getFirst());
        StageMemory highest = worst;
        for (int i = 1; i < telling.size(); i++) {
            StageMemory stage = model.stage(telling.get(i));
            worst = expected(worst, stage);
            highest = highest(highest, stage);
        }
        return new MemoryAssessment(models, worst, highest);
    }

    /// {@return the stage that is expected to need more; the first of equals}
    private static StageMemory expected(StageMemory first, StageMemory second) {
        return second.total().expected().isMoreThan(first.total().expected()) ? second : first;
    }

    private static StageMemory highest(StageMemory first, StageMemory second) {
        return second.total().high().isMoreThan(first.total().high()) ? second : first;
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
            worst = expected(worst, model.stage(stage));
        }
        return worst;
    }
}
