package io.shardfit.domain.verdict.rule;

import io.shardfit.domain.memory.MemoryAssessment;
import io.shardfit.domain.memory.ServingMemory;
import io.shardfit.domain.memory.StageMemory;
import io.shardfit.domain.quantity.ByteSize;
import io.shardfit.domain.verdict.Assessment;
import io.shardfit.domain.verdict.Finding;
import io.shardfit.domain.verdict.FitRule;
import io.shardfit.domain.verdict.MemoryFinding.MemoryExceeded;
import io.shardfit.domain.verdict.MemoryFinding.MemoryIsTight;
import java.util.List;

/// The worst rank decides, never an average. An engine that sizes its own cache fills the GPU on
/// purpose; whether it starts is {@link EngineStarts}' question.
public final class EveryGpuHasEnoughMemory implements FitRule {
    @Override
    public List<Finding> check(Assessment assessment) {
        MemoryAssessment memory = assessment.memory();
        if (memory.model() instanceof ServingMemory) {
            return List.of();
        }
        ByteSize expected = memory.worst().total().expected();
        ByteSize capacity = assessment.budget().capacity().bytes();
        if (expected.isMoreThan(capacity)) {
            return List.of(
                    new MemoryExceeded(
                            memory.worstRank(),
                            memory.worst().layers().stage(),
                            expected,
                            capacity));
        }
        StageMemory highest = memory.highest();
        ByteSize budget = assessment.budget().budget();
        return highest.total().high().isMoreThan(budget)
                ? List.of(new MemoryIsTight(memory.rankOf(highest), highest.total(), budget))
                : List.of();
    }
}
