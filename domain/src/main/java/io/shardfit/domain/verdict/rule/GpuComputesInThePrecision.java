package io.shardfit.domain.verdict.rule;

import io.shardfit.domain.hardware.ComputeCapability;
import io.shardfit.domain.hardware.Figure.Impossible;
import io.shardfit.domain.hardware.Gpu;
import io.shardfit.domain.quantity.FlopRate;
import io.shardfit.domain.verdict.Assessment;
import io.shardfit.domain.verdict.Finding;
import io.shardfit.domain.verdict.FitRule;
import io.shardfit.domain.verdict.HardwareFinding.GpuCannotCompute;
import io.shardfit.domain.workload.TrainingPrecision;
import io.shardfit.domain.workload.Workload.Inference;
import io.shardfit.domain.workload.Workload.Training;
import java.util.List;
import java.util.Optional;

/// Training computes in its precision, so the GPU must have units for it. Serving can store weights
/// in a format that it widens before use.
///
/// What FP8, MXFP8 and NVFP4 ask of a GPU: NVIDIA/TransformerEngine@d0067d0
/// transformer_engine/pytorch/quantization.py:148-175.
public final class GpuComputesInThePrecision implements FitRule {
    private static final String AT_LEAST =
            "Transformer Engine says: \"Device compute capability %s or higher required for %s"
                    + " execution.\"";
    private static final String NOT_YET =
            "Transformer Engine says: \"MXFP8 (for all gemm layouts) is not supported on 12.0+"
                    + " architectures yet.\"";

    @Override
    public List<Finding> check(Assessment assessment) {
        return switch (assessment.plan().workload()) {
            case Training training -> check(assessment.plan().cluster().gpu(), training);
            case Inference _ -> List.of();
        };
    }

    private static List<Finding> check(Gpu gpu, Training training) {
        TrainingPrecision precision = training.precision();
        return reason(gpu, training)
                .<List<Finding>>map(
                        why -> List.of(new GpuCannotCompute(gpu.name(), precision, why)))
                .orElse(List.of());
    }

    private static Optional<String> reason(Gpu gpu, Training training) {
        return gpu.peakAt(training.computePrecision()) instanceof Impossible<FlopRate>(String why)
                ? Optional.of(why)
                : gpu.capability().value().flatMap(known -> refusal(known, training.precision()));
    }

    private static Optional<String> refusal(ComputeCapability gpu, TrainingPrecision precision) {
        return switch (precision) {
            case FP32, BF16, FP16 -> Optional.empty();
            case FP8 -> below(gpu, new ComputeCapability(8, 9), "FP8");
            case MXFP8 ->
                    gpu.isAtLeast(12, 0)
                            ? Optional.of(NOT_YET)
                            : below(gpu, new ComputeCapability(10, 0), "MXFP8");
            case NVFP4 -> below(gpu, new ComputeCapability(10, 0), "NVFP4");
        };
    }

    private static Optional<String> below(
            ComputeCapability gpu, ComputeCapability least, String recipe) {
        return gpu.compareTo(least) < 0
                ? Optional.of(AT_LEAST.formatted(least, recipe))
                : Optional.empty();
    }
}
