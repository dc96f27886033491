package io.shardfit.domain.verdict;

import io.shardfit.domain.balance.Bound;
import io.shardfit.domain.balance.ComputeHeadroom;
import io.shardfit.domain.memory.MemoryAssessment;
import io.shardfit.domain.memory.MemoryModel;
import io.shardfit.domain.memory.MemoryPart;
import io.shardfit.domain.memory.StageMemory;
import io.shardfit.domain.plan.DeploymentPlan;
import io.shardfit.domain.quantity.ByteSize;

/// A well-shaped plan with everything derived from it, computed once.
public record Assessment(
        DeploymentPlan plan, MemoryAssessment memory, Budget budget, ComputeHeadroom compute) {

    static Assessment of(DeploymentPlan plan) {
        MemoryAssessment memory = MemoryModel.of(plan).assess();
        return new Assessment(
                plan,
                memory,
                Budget.of(plan),
                ComputeHeadroom.of(plan, readInOnePass(memory.worst())));
    }

    private static ByteSize readInOnePass(StageMemory stage) {
        ByteSize read = ByteSize.ZERO;
        for (MemoryPart part : stage.model().parts()) {
            boolean counts =
                    part == MemoryPart.WEIGHTS
                            || part == MemoryPart.EXPERT_WEIGHTS
                            || part == MemoryPart.KEY_VALUE_CACHE;
            if (counts) {
                read = read.plus(stage.part(part).expected());
            }
        }
        return read;
    }

    /// {@return room when the plan does not fit, else the longer of compute and traffic}
    public Bound bound() {
        ByteSize need =
                plan.declared()
                        .memoryPerGpu()
                        .map(declared -> declared.bytes().max(memory.worst().total().expected()))
                        .orElse(memory.worst().total().expected());
        if (need.isMoreThan(budget.capacity().bytes())) {
            return Bound.MEMORY_CAPACITY;
        }
        return compute.bound();
    }
}
