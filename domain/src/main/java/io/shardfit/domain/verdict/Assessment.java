package io.shardfit.domain.verdict;

import io.shardfit.domain.balance.Bound;
import io.shardfit.domain.balance.ComputeHeadroom;
import io.shardfit.domain.balance.RankLoad;
import io.shardfit.domain.memory.MemoryAssessment;
import io.shardfit.domain.memory.MemoryModel;
import io.shardfit.domain.memory.MemoryPart;
import io.shardfit.domain.memory.ServingMemory;
import io.shardfit.domain.memory.StageMemory;
import io.shardfit.domain.memory.Usage;
import io.shardfit.domain.plan.DeploymentPlan;
import io.shardfit.domain.quantity.ByteSize;
import io.shardfit.domain.quantity.Derivation;
import io.shardfit.domain.serving.CacheCapacity;
import io.shardfit.domain.time.KnownTime;
import io.shardfit.domain.time.StepTime;

/// A well-shaped plan with everything derived from it, computed once.
public record Assessment(DeploymentPlan plan, MemoryAssessment memory, Budget budget) {

    static Assessment of(DeploymentPlan plan, Judge.Common common) {
        return new Assessment(plan, MemoryModel.assess(plan, common.sums()), common.budget());
    }

    /// {@return the least time of arithmetic and traffic; computed when asked for}
    public ComputeHeadroom compute() {
        return ComputeHeadroom.of(plan, readInOnePass(memory.worst()));
    }

    private static ByteSize readInOnePass(StageMemory stage) {
        ByteSize read = ByteSize.ZERO;
        for (MemoryPart part : stage.model().parts()) {
            boolean counts =
                    part == MemoryPart.WEIGHTS
                            || part == MemoryPart.EXPERT_WEIGHTS
                            || part == MemoryPart.KEY_VALUE_CACHE && !sizesItself(stage);
            if (counts) {
                read = read.plus(stage.part(part).expected());
            }
        }
        return stage.model() instanceof ServingMemory serving
                ? read.plus(ofSequences(serving, stage))
                : read;
    }

    private static boolean sizesItself(StageMemory stage) {
        return stage.model() instanceof ServingMemory;
    }

    /// An engine's pool is mostly empty: a pass reads what the asked sequences hold, at most all.
    private static ByteSize ofSequences(ServingMemory serving, StageMemory stage) {
        CacheCapacity capacity = serving.start(Usage.EXPECTED).capacity();
        int replicas = serving.plan().groups().replicas();
        int sequences =
                Math.ceilDiv(serving.settings().inference().concurrentSequences(), replicas);
        ByteSize asked =
                capacity.needed(capacity.tightest(), capacity.contextLength()).times(sequences);
        ByteSize pool =
                stage.part(MemoryPart.KEY_VALUE_CACHE)
                        .expected()
                        .plus(stage.part(MemoryPart.STATE_CACHE).expected());
        return asked.isMoreThan(pool) ? pool : asked;
    }

    /// {@return how long a step is expected to take; computed when asked for}
    public StepTime time() {
        return memory.model() instanceof ServingMemory serving
                ? time(serving)
                : StepTime.of(plan, busiest());
    }

    private StepTime time(ServingMemory serving) {
        CacheCapacity capacity = serving.start(Usage.EXPECTED).capacity();
        boolean caches = capacity.blocksPerSequence(capacity.contextLength()) > 0;
        return caches
                ? StepTime.of(
                        plan, serving.settings().inference(), busiest(), capacity.concurrencyHow())
                : StepTime.of(plan, busiest());
    }

    /// {@return the expert-parallel rank that gets the most tokens}
    public RankLoad busiest() {
        return memory.models().getLast().load();
    }

    /// {@return room when the plan does not fit, else what is busy the longest; where a rate is
    /// missing, the longer of compute and traffic at full rates}
    public Bound bound() {
        ByteSize need =
                plan.declared()
                        .memoryPerGpu()
                        .map(declared -> declared.bytes().max(memory.worst().total().expected()))
                        .orElse(memory.worst().total().expected());
        if (need.isMoreThan(budget.capacity().bytes())) {
            return Bound.MEMORY_CAPACITY;
        }
        return time() instanceof KnownTime known ? known.bound() : compute().bound();
    }

    /// {@return the part of the allocatable memory that the expected need leaves free}
    public Derivation memoryHeadroomHow() {
        ByteSize need = memory.worst().total().expected();
        ByteSize capacity = budget.capacity().bytes();
        return Derivation.of(
                Math.max(0, 1 - (double) need.bytes() / capacity.bytes()),
                "share",
                "max(0, 1 - need ÷ capacity)",
                "memory.worst",
                Derivation.term("need", need.bytes(), "expected bytes of the worst GPU", "memory"),
                Derivation.term(
                        "capacity",
                        capacity.bytes(),
                        "bytes a framework can allocate",
                        budget.capacity().source()));
    }
}
