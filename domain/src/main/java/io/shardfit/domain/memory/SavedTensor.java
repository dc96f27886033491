package io.shardfit.domain.memory;

import io.shardfit.domain.workload.Recomputation;
import io.shardfit.domain.workload.Recomputation.Module;
import java.util.Optional;

/// A tensor that one layer keeps of one micro-batch for the backward pass, and its bytes on a rank.
/// Which of them a layer keeps depends on what runs it: see the {@link SavedTable}s. Expert
/// parallelism does not shrink them: the all-to-all trades tokens (NVIDIA/Megatron-LM PR 6782).
enum SavedTensor {
    NORM_INPUT("input of a norm, the residual stream", "ceil(T × B × h ÷ N)"),
    NORM_OUTPUT("output of a norm that is fused with the next layer", "ceil(T × B × h ÷ N)"),
    NARROW_NORM_OUTPUT(
            "output of a norm, quantised for the next linear layer", "ceil(T × Q × h ÷ (8 × N))"),
    OWN_NORM_OUTPUT("output of a norm of its own", "ceil(T × B × h ÷ N)", Module.LAYERNORM),
    QUERY_KEY_VALUE(
            "queries, keys and values", "T × B × d × (n_q × ceil(a ÷ TP) + n_kv × ceil(g ÷ TP))"),
    QUERY_KEY_BEFORE_NORM(
            "queries and keys before their norms", "T × B × d × (ceil(a ÷ TP) + ceil(g ÷ TP))"),
    ATTENTION_OUTPUT("output of attention", "T × B × d × ceil(a ÷ TP)"),
    NARROW_ATTENTION_OUTPUT(
            "output of attention, quantised for the output projection",
            "ceil(T × Q × d × ceil(a ÷ TP) ÷ 8)"),
    EXCHANGED_OUTPUT(
            "output of attention before it is exchanged between context-parallel ranks",
            "T × B × d × ceil(a ÷ TP)"),
    REARRANGED_OUTPUT("output of attention, rearranged", "T × B × d × ceil(a ÷ TP)"),
    LOG_SUM_EXP("fp32 log-sum-exp per head", "T × 4 × ceil(a ÷ TP)", Module.CORE_ATTN),
    SCORES("softmax of the attention scores", "T × B × ceil(a ÷ TP) × s", Module.CORE_ATTN),
    SCORE_MASK("dropout mask of the scores", "T × ceil(a ÷ TP) × s", Module.CORE_ATTN),
    DROPPED_SCORES("scores after dropout", "T × B × ceil(a ÷ TP) × s", Module.CORE_ATTN),
    DROPOUT_MASK("dropout mask of the hidden states", "ceil(T × h ÷ N)"),
    LATENTS(
            "query and key-value latents, and the rotary key",
            "ceil(T × B × (r_q + r_kv + d_r) ÷ N)"),
    NORMED_LATENTS(
            "the latents after their norms", "ceil(T × B × (r_q + r_kv) ÷ N)", Module.MLA_UP_PROJ),
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
    MAMBA_OUTPUT(
            "output of the scan before and after its norm", "T × 2 × B × ceil(a_m ÷ TP) × d_m"),
    BLOCK_UP("gate and up output", "T × B × (m - 1) × ceil(f ÷ TP)", Module.MLP),
    BLOCK_GATED("gate after its activation", "T × B × ceil(f ÷ TP)", Module.MLP),
    BLOCK_PRODUCT("input of the down-projection", "T × B × ceil(f ÷ TP)", Module.MLP),
    NARROW_BLOCK_PRODUCT(
            "input of the down-projection, quantised",
            "ceil(T × Q × ceil(f ÷ TP) ÷ 8)",
            Module.MLP),
    NARROW_DISPATCHED(
            "routed copies of the tokens, quantised for the experts",
            "ceil(K × Q × h_e × ETP ÷ 8)",
            Module.MOE),
    NARROW_EXPERT_PRODUCT(
            "input of the experts' down-projection, quantised",
            "ceil(K × Q × f_m ÷ 8)",
            Module.MOE_ACT,
            Module.MOE),
    DISPATCHED(
            "routed copies of the tokens, which every expert-tensor rank gathers",
            "K × B × h_e × ETP",
            Module.MOE),
    EXPERT_LATENTS(
            "input and output of the experts' latent", "ceil(T × 2 × B × h_e ÷ TP)", Module.MOE),
    EXPERT_UP("gate and up output of the experts", "K × B × (m - 1) × f_m", Module.MOE),
    EXPERT_PRODUCT(
            "input of the experts' down-projection", "K × B × f_m", Module.MOE_ACT, Module.MOE),
    SHARED(
            "inner tensors of the shared experts",
            "ceil(T × B × m × f_s ÷ TP)",
            Module.SHARED_EXPERTS,
            Module.MOE),
    ROUTER("router logits and probabilities in fp32", "ceil(T × 8 × E ÷ TP)", Module.MOE),
    QUERY("queries", "T × B × d × n_q × ceil(a ÷ TP)"),
    KEY("keys", "T × B × d × ceil(g ÷ TP)"),
    VALUE("values", "T × B × d × ceil(g ÷ TP)"),
    GATE("gate or up output", "T × B × ceil(f ÷ TP)"),
    UP("up output beside a gate", "T × B × (m - 2) × ceil(f ÷ TP)"),
    WIDE_NORM("fp32 input and normed input of a norm in eager PyTorch", "T × 8 × h"),
    ADAPTED_HIDDEN("adapters' dropped-out input and mask", "T × 3 × h"),
    ADAPTED_OUTPUT("adapter's dropped-out input and mask", "T × 3 × d × a"),
    ADAPTED_PRODUCT("adapter's dropped-out input and mask", "T × 3 × f"),
    ADAPTER_INNER("what the adapters' first matrices give", "T × 2 × rank × adapters"),
    EXPANDED_KEY_VALUE("keys and values repeated for every query head", "T × 4 × d × (a - g)"),
    QUANTISED_ATTENTION_INPUTS(
            "inputs that the products with 4-bit weights keep", "T × 2 × (h + d × a)"),
    QUANTISED_BLOCK_INPUTS("inputs that the products with 4-bit weights keep", "T × 2 × (h + f)");

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

    /// {@return whether selective recomputation of Megatron's modules computes it again}
    boolean isDropped(Recomputation recomputation) {
        return module.isPresent() && recomputation.drops(module.get())
                || enclosing.isPresent() && recomputation.drops(enclosing.get());
    }
}
