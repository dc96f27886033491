package io.shardfit.domain.workload;

import io.shardfit.domain.quantity.Precision;
import java.util.Locale;

/// A mixed-precision recipe: what is stored per parameter.
///
/// `bf16` and `fp16` keep 2-byte weights, fp32 main gradients and an fp32 master copy (arXiv
/// 1910.02054 §3.1; Megatron's distributed optimizer). `fp32` needs no master copy. `fp8` computes
/// in FP8 and is counted like `bf16`, with an interval for what a version keeps in FP8.
public enum TrainingPrecision {
    FP32(4, 0, Precision.FP32),
    BF16(2, 4, Precision.BF16),
    FP16(2, 4, Precision.FP16),
    FP8(2, 4, Precision.FP8);

    private final int weightBytes;
    private final int masterBytes;
    private final Precision compute;

    TrainingPrecision(int weightBytes, int masterBytes, Precision compute) {
        this.weightBytes = weightBytes;
        this.masterBytes = masterBytes;
        this.compute = compute;
    }

    public int weightBytes() {
        return weightBytes;
    }

    public int gradientBytes() {
        return 4;
    }

    public int masterBytes() {
        return masterBytes;
    }

    /// {@return bytes of an activation kept for the backward pass}
    public int activationBytes() {
        return weightBytes;
    }

    public Precision compute() {
        return compute;
    }

    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
