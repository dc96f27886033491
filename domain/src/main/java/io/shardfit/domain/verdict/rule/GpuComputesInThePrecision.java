package io.shardfit.domain.verdict.rule;

import io.shardfit.domain.hardware.Figure.Impossible;
import io.shardfit.domain.hardware.Gpu;
import io.shardfit.domain.quantity.FlopRate;
import io.shardfit.domain.verdict.Assessment;
import io.shardfit.domain.verdict.Finding;
import io.shardfit.domain.verdict.FitRule;
import io.shardfit.domain.verdict.HardwareFinding.GpuCannotCompute;
import io.shardfit.domain.workload.Workload.Inference;
import io.shardfit.domain.workload.Workload.Training;
import java.util.List;

/// Training computes in its precision, so the GPU must have units for it. Serving can store weights
/// in a format that it widens before use.
public final class GpuComputesInThePrecision implements FitRule {
    @Override
    public List<Finding> check(Assessment assessment) {
        return switch (assessment.plan().workload()) {
            case Training training -> check(assessment.plan().cluster().gpu(), training);
            case Inference _ -> List.of();
        };
    }

    private static List<Finding> check(Gpu gpu, Training training) {
        return gpu.peakAt(training.computePrecision()) instanceof Impossible<FlopRate>(String why)
                ? List.of(new GpuCannotCompute(gpu.name(), training.computePrecision(), why))
                : List.of();
    }
}
