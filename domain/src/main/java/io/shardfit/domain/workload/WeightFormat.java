package io.shardfit.domain.workload;

import io.shardfit.domain.architecture.WeightTensor;
import io.shardfit.domain.quantity.Precision;
import java.util.EnumSet;
import java.util.Set;

/// How the weights of a served model are stored: the quantisation of a checkpoint and which of its
/// modules it leaves wide.
///
/// @param groupSize weights that share a scale, where the scheme leaves it open; 0 otherwise
/// @param wide modules that stay in 16 bits
public record WeightFormat(Scheme scheme, int groupSize, Set<Module> wide) {
    /// How a linear layer's weights are stored.
    public enum Scheme {
        FP32("fp32", Precision.FP32),
        BF16("bf16", Precision.BF16),
        FP16("fp16", Precision.FP16),
        /// One fp32 scale per tensor or per channel.
        FP8("fp8", Precision.FP8),
        /// One fp32 scale per block of 128 × 128.
        FP8_BLOCK("fp8-block", Precision.FP8),
        /// One scale per channel.
        INT8("int8", Precision.INT8),
        /// Packed with an fp16 scale and a packed zero per group (AWQ, arXiv 2306.00978).
        AWQ_INT4("awq-int4", Precision.INT4),
        /// Packed with an fp16 scale and a packed zero per group (GPTQ, arXiv 2210.17323).
        GPTQ_INT4("gptq-int4", Precision.INT4),
        INT4("int4", Precision.INT4),
        /// One 8-bit exponent per 32 values (OCP Microscaling).
        MXFP4("mxfp4", Precision.FP4),
        /// One FP8 scale per 16 values and one fp32 scale per tensor.
        NVFP4("nvfp4", Precision.FP4),
        FP4("fp4", Precision.FP4);

        private final String word;
        private final Precision precision;

        Scheme(String word, Precision precision) {
            this.word = word;
            this.precision = precision;
        }

        public String word() {
            return word;
        }

        public Precision precision() {
            return precision;
        }
    }

    /// What a checkpoint may exclude from quantisation.
    public enum Module {
        ATTENTION,
        DENSE_LAYERS,
        SHARED_EXPERTS,
        ROUTED_EXPERTS,
        TABLES;
    }

    public WeightFormat {
        wide = Set.copyOf(wide);
    }

    /// {@return all linear layers in one precision; embedding and head stay wide}
    public static WeightFormat of(Precision precision) {
        Scheme scheme =
                switch (precision) {
                    case FP32, TF32 -> Scheme.FP32;
                    case BF16 -> Scheme.BF16;
                    case FP16 -> Scheme.FP16;
                    case FP8 -> Scheme.FP8;
                    case INT8 -> Scheme.INT8;
                    case INT4 -> Scheme.INT4;
                    case FP4 -> Scheme.FP4;
                };
        return new WeightFormat(scheme, 0, EnumSet.of(Module.TABLES));
    }

    public Precision precision() {
        return scheme.precision();
    }

    /// {@return bits of one element of a weight, scales apart}
    public int bitsOf(WeightTensor tensor) {
        return isQuantised(tensor) ? precision().bits() : Math.max(16, precision().bits());
    }

    /// {@return whether a weight is stored in the scheme's own format}
    public boolean isQuantised(WeightTensor tensor) {
        return switch (tensor.storage()) {
            case WIDE -> false;
            case TABLE -> !wide.contains(Module.TABLES);
            case ROUTED -> !wide.contains(Module.ROUTED_EXPERTS);
            case LINEAR -> !wide.contains(moduleOf(tensor));
        };
    }

    private static Module moduleOf(WeightTensor tensor) {
        return switch (tensor) {
            case BLOCK_UP, BLOCK_DOWN -> Module.DENSE_LAYERS;
            case SHARED_UP, SHARED_DOWN, EXPERT_LATENT -> Module.SHARED_EXPERTS;
            case ROUTED_UP, ROUTED_DOWN, ROUTED_BIAS -> Module.ROUTED_EXPERTS;
            case EMBEDDING, POSITIONS, ADDITIONAL, HEAD -> Module.TABLES;
            case QUERY_KEY_VALUE,
                    ATTENTION_OUTPUT,
                    QUERY_KEY_NORM,
                    QUERY_DOWN,
                    QUERY_UP,
                    KEY_VALUE_DOWN,
                    KEY_VALUE_UP,
                    LATENT_OUTPUT,
                    LATENT_NORMS,
                    INDEXER,
                    LINEAR_ATTENTION_INPUT,
                    LINEAR_ATTENTION_CONVOLUTION,
                    LINEAR_ATTENTION_OUTPUT,
                    MAMBA_INPUT,
                    MAMBA_CONVOLUTION,
                    MAMBA_OUTPUT,
                    ATTENTION_BIAS,
                    BLOCK_BIAS,
                    ROUTER,
                    SHARED_GATE,
                    NORM,
                    MULTI_TOKEN_PROJECTION,
                    MULTI_TOKEN_NORMS ->
                    Module.ATTENTION;
        };
    }
}
