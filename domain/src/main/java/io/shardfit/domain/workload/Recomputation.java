package io.shardfit.domain.workload;

import java.util.EnumSet;
import java.util.Set;

/// What the backward pass computes again instead of keeping, in Megatron's terms
/// (NVIDIA/Megatron-LM@d98e8a6 megatron/training/arguments.py, `--recompute-*`).
///
/// @param modules with selective recomputation, what is computed again
/// @param method with full recomputation, how layers are grouped
/// @param layers with `UNIFORM` layers per checkpoint, with `BLOCK` recomputed layers of a stage's
///   chunk
public record Recomputation(
        ActivationRecomputation amount, Set<Module> modules, Method method, int layers) {
    /// A part of a layer that can be computed again by itself.
    public enum Module {
        CORE_ATTN("core_attn"),
        LAYERNORM("layernorm"),
        MOE_ACT("moe_act"),
        MLA_UP_PROJ("mla_up_proj"),
        MLP("mlp"),
        MOE("moe"),
        SHARED_EXPERTS("shared_experts");

        private final String word;

        Module(String word) {
            this.word = word;
        }

        public String word() {
            return word;
        }
    }

    public enum Method {
        /// One checkpoint per group of layers.
        UNIFORM,
        /// The first layers of each chunk are computed again, the others are kept.
        BLOCK
    }

    public static final Recomputation NONE = of(ActivationRecomputation.NONE);

    public Recomputation {
        if (layers < 1) {
            throw new IllegalArgumentException("layers must be at least 1, got " + layers);
        }
        modules = Set.copyOf(modules);
    }

    public static Recomputation of(ActivationRecomputation amount) {
        return new Recomputation(
                amount,
                amount == ActivationRecomputation.SELECTIVE
                        ? EnumSet.of(Module.CORE_ATTN)
                        : Set.of(),
                Method.UNIFORM,
                1);
    }

    public boolean drops(Module module) {
        return amount == ActivationRecomputation.SELECTIVE && modules.contains(module);
    }
}
