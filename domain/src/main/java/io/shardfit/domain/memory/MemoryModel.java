package io.shardfit.domain.memory;

import io.shardfit.domain.balance.RankLoad;
import io.shardfit.domain.balance.RoutedLoad;
import io.shardfit.domain.plan.DeploymentPlan;
import io.shardfit.domain.quantity.ByteSize;
import io.shardfit.domain.quantity.Derivation;
import io.shardfit.domain.quantity.Estimate;
import io.shardfit.domain.quantity.ParameterCount;
import io.shardfit.domain.strategy.PipelineLayout;
import io.shardfit.domain.strategy.PipelineLayout.StageLayers;
import io.shardfit.domain.workload.Workload.Inference;
import io.shardfit.domain.workload.Workload.Training;
import java.util.List;

/// What the fullest GPU of each pipeline stage must hold.
public sealed interface MemoryModel permits TrainingMemory, InferenceMemory, ServingMemory {
    /// {@return the model of the expert-parallel rank with the most experts}
    static MemoryModel of(DeploymentPlan plan) {
        return of(plan, RoutedLoad.of(plan).fullest());
    }

    /// {@return the worst over all stages, and over all ranks that may hold or get most}
    static MemoryAssessment assess(DeploymentPlan plan) {
        return assess(plan, SharedSums.of(plan));
    }

    /// {@return the same, with sums of earlier plans of the same model}
    static MemoryAssessment assess(DeploymentPlan plan, SharedSums shared) {
        List<RankLoad> loads = RoutedLoad.of(plan).candidates();
        if (loads.size() == 1) {
            return MemoryAssessment.of(List.of(of(plan, loads.getFirst(), shared)), shared);
        }
        return MemoryAssessment.of(
                loads.stream().map(load -> of(plan, load, shared)).toList(), shared);
    }

    /// {@return the model of one expert-parallel rank}
    static MemoryModel of(DeploymentPlan plan, RankLoad load) {
        return of(plan, load, SharedSums.of(plan));
    }

    private static MemoryModel of(DeploymentPlan plan, RankLoad load, SharedSums shared) {
        return switch (plan.workload()) {
            case Training training -> TrainingMemory.of(plan, training, load, shared);
            case Inference inference -> of(plan, inference, load, shared);
        };
    }

    /// An engine that sizes its own cache, or an estimate for a fixed number of sequences.
    private static MemoryModel of(
            DeploymentPlan plan, Inference inference, RankLoad load, SharedSums shared) {
        return sizesItself(plan)
                ? ServingMemory.of(plan, inference, load, shared)
                : InferenceMemory.of(plan, inference, load, shared);
    }

    /// {@return whether the framework is a serving engine that takes what memory there is}
    static boolean sizesItself(DeploymentPlan plan) {
        return plan.convention().serves();
    }

    DeploymentPlan plan();

    /// {@return the expert-parallel rank whose memory it is, and what is routed to it}
    RankLoad load();

    /// {@return the parts this workload has, in the order they are shown}
    List<MemoryPart> parts();

    /// {@return the expected bytes of a part; the allocator's slack depends on all others and is
    /// found in {@link StageMemory}}
    ByteSize expected(MemoryPart part, StageLayers stage);

    /// {@return how far the part may lie from its expected bytes}
    Interval interval(MemoryPart part, StageLayers stage);

    default Estimate bytes(MemoryPart part, StageLayers stage) {
        return interval(part, stage).around(expected(part, stage));
    }

    /// {@return the arithmetic behind the expected bytes of a part}
    Derivation derivation(MemoryPart part, StageLayers stage);

    /// {@return the parameters that the fullest rank of a stage works with}
    ParameterCount parametersOn(StageLayers stage);

    /// {@return where the layers lie}
    default PipelineLayout layout() {
        return plan().layout();
    }

    /// {@return the stages of which one needs most}
    default List<StageLayers> telling(SharedSums shared) {
        return shared.telling(plan(), layout());
    }

    default StageMemory stage(int stage) {
        return stage(layout().stage(stage));
    }

    default StageMemory stage(StageLayers stage) {
        return StageMemory.of(this, stage);
    }
}
