package io.shardfit.domain.workload;

/// How the layers are computed, as far as it decides what is kept.
///
/// @param unfusedAttention whether attention scores are written to memory (no flash attention)
/// @param compiled whether the model runs through torch.compile
public record TrainingKernels(
        boolean unfusedAttention, CrossEntropy crossEntropy, boolean compiled) {
    /// How the loss is computed from the logits.
    public enum CrossEntropy {
        /// One kernel from the logits, split over the tensor-parallel ranks (Transformer Engine),
        /// or a compiled loss.
        FUSED,
        /// Megatron's own fusion (`--cross-entropy-fusion-impl native`).
        NATIVE,
        /// Logits, their fp32 copy and its softmax.
        UNFUSED,
        /// Logits of a part of the tokens at a time.
        CHUNKED
    }

    public static final TrainingKernels FUSED =
            new TrainingKernels(false, CrossEntropy.FUSED, false);
}
