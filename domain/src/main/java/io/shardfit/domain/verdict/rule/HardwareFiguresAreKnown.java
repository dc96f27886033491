package io.shardfit.domain.verdict.rule;

import io.shardfit.domain.balance.ComputeHeadroom;
import io.shardfit.domain.hardware.Figure;
import io.shardfit.domain.hardware.GpuMemory.Meaning;
import io.shardfit.domain.verdict.Assessment;
import io.shardfit.domain.verdict.Budget;
import io.shardfit.domain.verdict.Finding;
import io.shardfit.domain.verdict.FitRule;
import io.shardfit.domain.verdict.HardwareFinding.PrecisionNotInCatalogue;
import io.shardfit.domain.verdict.HardwareFinding.RateNotPublished;
import io.shardfit.domain.verdict.HardwareFinding.UsableMemoryNotPublished;
import java.util.ArrayList;
import java.util.List;

/// A figure that is absent is said to be absent; nothing stands in for it.
public final class HardwareFiguresAreKnown implements FitRule {
    @Override
    public List<Finding> check(Assessment assessment) {
        List<Finding> findings = new ArrayList<>();
        String gpu = assessment.plan().cluster().gpu().name();
        Budget budget = assessment.budget();
        if (budget.capacity().meaning() != Meaning.USABLE) {
            findings.add(
                    new UsableMemoryNotPublished(
                            gpu, budget.capacity().bytes(), budget.capacity().meaning()));
        }
        ComputeHeadroom compute = assessment.compute();
        if (compute.peak() instanceof Figure.Absent) {
            findings.add(new PrecisionNotInCatalogue(gpu, compute.precision()));
        }
        if (compute.memoryRate().value().isEmpty()) {
            findings.add(new RateNotPublished(gpu, "the memory bandwidth"));
        }
        return findings;
    }
}
