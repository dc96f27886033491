package io.shardfit.domain.workload;

import java.util.Locale;

/// The kernels that compute experts stored in MXFP4, and to what they pad an expert's width and the
/// hidden size (vllm-project/vllm@148a5c12
/// vllm/model_executor/layers/fused_moe/oracle/mxfp4.py:376-400).
public enum ExpertBackend {
    TRITON(64, 1),
    MARLIN(128, 256),
    TRTLLM(256, 256),
    CUTLASS(128, 128);

    private final int width;
    private final int hidden;

    ExpertBackend(int width, int hidden) {
        this.width = width;
        this.hidden = hidden;
    }

    /// {@return what the width of an expert on a rank is padded to}
    public int widthUnit() {
        return width;
    }

    /// {@return what the hidden size is padded to}
    public int hiddenUnit() {
        return hidden;
    }

    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// {@return what vLLM picks: TensorRT-LLM's kernels on Blackwell, Marlin before Hopper, Triton
    /// between (same file, `get_mxfp4_backend`)}
    public static ExpertBackend defaultOn(String gpu) {
        String name = gpu.toUpperCase(Locale.ROOT);
        if (name.contains("B200") || name.contains("B300") || name.contains("B100")) {
            return TRTLLM;
        }
        return name.contains("H100")
                        || name.contains("H200")
                        || name.contains("H800")
                        || name.contains("H20")
                ? TRITON
                : MARLIN;
    }
}
