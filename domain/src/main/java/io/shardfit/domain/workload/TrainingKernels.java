package io.shardfit.domain.workload;

/// How the layers are computed, as far as it decides what is kept.
///
/// @param unfusedAttention whether attention scores are written to memory (no flash attention)
/// @param compiled whether the model runs through torch.compile
public record TrainingKernels(
        boolean unfusedAttention, CrossEntropy crossEntropy, boolean compiled) {
    /// How the loss is computed from the logits.
    public enum CrossEntropy {
        /// Logits kept once, in fp32, split over the tensor-parallel ranks.
        FUSED,
        /// Logits, their fp32 copy and its softmax.
        UNFUSED,
        /// Logits of a part of the tokens at a time.
        CHUNKED
    }

    public static final TrainingKernels FUSED =
            new TrainingKernels(false, CrossEntropy.FUSED, false);
}
