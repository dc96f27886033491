package io.shardfit.domain.verdict.rule;

import io.shardfit.domain.hardware.GpuMemory.Capacity;
import io.shardfit.domain.plan.Declarations.DeclaredMemory;
import io.shardfit.domain.quantity.ByteSize;
import io.shardfit.domain.quantity.Estimate;
import io.shardfit.domain.verdict.Assessment;
import io.shardfit.domain.verdict.Finding;
import io.shardfit.domain.verdict.FitRule;
import io.shardfit.domain.verdict.MemoryFinding.DeclaredMemoryDiffers;
import io.shardfit.domain.verdict.MemoryFinding.DeclaredMemoryExceeded;
import io.shardfit.domain.verdict.MemoryFinding.DeclaredMemoryIsTight;
import java.util.ArrayList;
import java.util.List;

/// A requirement that the author declares is judged like a computed one.
public final class DeclaredMemoryFits implements FitRule {
    @Override
    public List<Finding> check(Assessment assessment) {
        return assessment
                .plan()
                .declared()
                .memoryPerGpu()
                .map(declared -> judge(assessment, declared))
                .orElse(List.of());
    }

    private static List<Finding> judge(Assessment assessment, DeclaredMemory declared) {
        List<Finding> findings = new ArrayList<>();
        ByteSize need = declared.bytes();
        Capacity device = assessment.budget().device();
        Capacity usable = assessment.budget().capacity();
        if (need.isMoreThan(usable.bytes())) {
            Capacity exceeded = need.isMoreThan(device.bytes()) ? device : usable;
            findings.add(
                    new DeclaredMemoryExceeded(
                            need, declared.asWritten(), exceeded.bytes(), exceeded.meaning()));
        } else if (need.isMoreThan(assessment.budget().budget())) {
            findings.add(new DeclaredMemoryIsTight(need, assessment.budget().budget()));
        }
        Estimate computed = assessment.memory().worst().total();
        if (need.isMoreThan(computed.high()) || computed.low().isMoreThan(need)) {
            findings.add(new DeclaredMemoryDiffers(need, computed.low(), computed.high()));
        }
        return findings;
    }
}
