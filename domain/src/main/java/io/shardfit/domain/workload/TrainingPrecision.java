package io.shardfit.domain.workload;

import io.shardfit.domain.quantity.Precision;
import java.util.Locale;

/// What the matrix products of training compute in, and what is stored beside them by default.
///
/// `bf16` and `fp16` keep 16-bit weights, fp32 main gradients and an fp32 master copy (arXiv
/// 1910.02054 §3.1; Megatron's distributed optimizer). `fp32` needs no master copy. The narrower
/// recipes compute in FP8 or FP4 over weights that are stored as for `bf16`.
public enum TrainingPrecision {
    FP32(Precision.FP32, Precision.FP32),
    BF16(Precision.BF16, Precision.BF16),
    FP16(Precision.FP16, Precision.FP16),
    /// One scale per tensor.
    FP8(Precision.BF16, Precision.FP8),
    /// One scale per 32 values (OCP Microscaling).
    MXFP8(Precision.BF16, Precision.FP8),
    /// One scale per 16 values.
    NVFP4(Precision.BF16, Precision.FP4);

    private final Precision stored;
    private final Precision compute;

    TrainingPrecision(Precision stored, Precision compute) {
        this.stored = stored;
        this.compute = compute;
    }

    /// {@return what weights and activations are stored in unless the plan says otherwise}
    public Precision stored() {
        return stored;
    }

    /// {@return bytes of an activation kept for the backward pass}
    public int activationBytes() {
        return stored.bits() / 8;
    }

    /// {@return bits that a linear layer's input takes while it waits for the backward pass, scales
    /// rounded up: one direction of the quantised tensor (NVIDIA/TransformerEngine@c188b533)}
    public int linearInputBits() {
        return switch (this) {
            case FP32 -> 32;
            case BF16, FP16 -> 16;
            case FP8 -> 8;
            case MXFP8 -> 9;
            case NVFP4 -> 5;
        };
    }

    public Precision compute() {
        return compute;
    }

    /// {@return whether linear layers compute in fewer than 16 bits}
    public boolean isNarrow() {
        return compute.bits() < 16;
    }

    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
