package io.shardfit.domain.memory;

import io.shardfit.domain.workload.Recomputation;
import io.shardfit.domain.workload.Recomputation.Module;
import java.util.Optional;

/// A tensor that one layer keeps of one micro-batch for the backward pass, and its bytes on a rank.
///
/// Term by term after Korthikanti et al., arXiv 2205.05198 §4.1, and the tensors that Transformer
/// Engine saves. Expert parallelism does not shrink them: the all-to-all trades tokens
/// (NVIDIA/Megatron-LM PR 6782).
enum SavedTensor {
    NORM_INPUT("input of a norm, the residual stream", "ceil(T × B × h ÷ N)"),
    NORM_OUTPUT("output of a norm", "ceil(T × B × h ÷ N)", Module.LAYERNORM),
    QUERY_KEY_VALUE(
            "queries, keys and values", "T × B × d × (n_q × ceil(a ÷ TP) + n_kv × ceil(g ÷ TP))"),
    ATTENTION_OUTPUT("output of attention", "T × B × d × ceil(a ÷ TP)"),
    LOG_SUM_EXP("fp32 log-sum-exp per head", "T × 4 × ceil(a ÷ TP)", Module.CORE_ATTN),
    LATENTS(
            "query and key-value latents before and after their norms, and the rotary key",
            "ceil(T × B × (2 × r_q + 2 × r_kv + d_r) ÷ TP)"),
    LATENT_QUERY_KEY(
            "queries and keys of all heads",
            "T × 2 × B × ceil(a ÷ TP) × (d_n + d_r)",
            Module.MLA_UP_PROJ),
    LATENT_VALUE("values of all heads", "T × B × ceil(a ÷ TP) × d_v", Module.MLA_UP_PROJ),
    LATENT_OUTPUT("output of attention", "T × B × ceil(a ÷ TP) × d_v"),
    LINEAR_PROJECTIONS(
            "queries, keys, values, gate and decay of linear attention",
            "T × B × (2 × ceil(a_k ÷ TP) × d_k + 2 × ceil(a_v ÷ TP) × d_v + 2 × ceil(a_v ÷ TP))"),
    LINEAR_CONVOLVED(
            "queries, keys and values after the convolution",
            "T × B × (2 × ceil(a_k ÷ TP) × d_k + ceil(a_v ÷ TP) × d_v)"),
    LINEAR_OUTPUT(
            "output of linear attention before and after its norm",
            "T × 2 × B × ceil(a_v ÷ TP) × d_v"),
    MAMBA_PROJECTIONS(
            "gate, channels, B, C and steps of a Mamba-2 layer",
            "T × B × (2 × ceil(a_m ÷ TP) × d_m + 2 × ceil(groups ÷ TP) × n_s + ceil(a_m ÷ TP))"),
    MAMBA_CONVOLVED(
            "channels, B and C after the convolution",
            "T × B × (ceil(a_m ÷ TP) × d_m + 2 × ceil(groups ÷ TP) × n_s)"),
    MAMBA_OUTPUT(
            "output of the scan before and after its norm", "T × 2 × B × ceil(a_m ÷ TP) × d_m"),
    BLOCK_UP("gate and up output", "T × B × (m - 1) × ceil(f ÷ TP)", Module.MLP),
    BLOCK_PRODUCT("input of the down-projection", "T × B × ceil(f ÷ TP)", Module.MLP),
    DISPATCHED(
            "routed copies of the tokens, which every expert-tensor rank gathers",
            "ceil(T × k × B × h_e × ETP × u ÷ TP)",
            Module.MOE),
    EXPERT_UP(
            "gate and up output of the experts",
            "ceil(T × k × B × (m - 1) × f_m × u ÷ TP)",
            Module.MOE),
    EXPERT_PRODUCT(
            "input of the experts' down-projection",
            "ceil(T × k × B × f_m × u ÷ TP)",
            Module.MOE_ACT,
            Module.MOE),
    SHARED(
            "inner tensors of the shared experts",
            "ceil(T × B × m × f_s ÷ TP)",
            Module.SHARED_EXPERTS,
            Module.MOE),
    ROUTER("router logits and probabilities in fp32", "ceil(T × 8 × E ÷ TP)", Module.MOE);

    private final String label;
    private final String equation;
    private final Optional<Module> module;
    private final Optional<Module> enclosing;

    SavedTensor(String label, String equation) {
        this(label, equation, Optional.empty(), Optional.empty());
    }

    SavedTensor(String label, String equation, Module module) {
        this(label, equation, Optional.of(module), Optional.empty());
    }

    SavedTensor(String label, String equation, Module module, Module enclosing) {
        this(label, equation, Optional.of(module), Optional.of(enclosing));
    }

    SavedTensor(
            String label, String equation, Optional<Module> module, Optional<Module> enclosing) {
        this.label = label;
        this.equation = equation;
        this.module = module;
        this.enclosing = enclosing;
    }

    String label() {
        return label;
    }

    String equation() {
        return equation;
    }

    /// {@return whether selective recomputation computes it again}
    boolean isDropped(Recomputation recomputation) {
        return module.isPresent() && recomputation.drops(module.get())
                || enclosing.isPresent() && recomputation.drops(enclosing.get());
    }
}
