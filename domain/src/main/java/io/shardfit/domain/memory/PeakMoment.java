package io.shardfit.domain.memory;

/// A moment of a training step at which a rank may hold most: what is live then beyond the states
/// and the kept activations. The largest of them is the transient of a stage.
enum PeakMoment {
    COMBINE(
            "forward of a mixture, when the experts' output is combined: dispatched and permuted"
                    + " tokens, expert output sorted and exchanged; shared output, restored tokens and"
                    + " their sum",
            "copies × K × B × h_e + 3 × ceil(T × B × h ÷ N) + working",
            Sources.MOE),
    EXPERTS_DOWN(
            "backward of the experts' down-projection",
            "ceil(T × B × h ÷ N) + 2 × K × B × h_e + K × B × f_m + again + working",
            Sources.MOE),
    EXPERTS_ACTIVATION(
            "backward of the experts' activation function",
            "ceil(T × B × h ÷ N) + K × B × (m - 1) × f_m + again + working",
            Sources.MOE),
    BLOCK_DOWN(
            "backward of a dense block's down-projection",
            "ceil(T × B × h ÷ N) + gathered + T × B × ceil(f ÷ TP) + again + working",
            Sources.LINEAR),
    BLOCK_ACTIVATION(
            "backward of a dense block's activation function, its input gone and gradients of both"
                    + " sides there",
            "ceil(T × B × h ÷ N) + T × B × (m - 1) × ceil(f ÷ TP) + again + working",
            Sources.LINEAR),
    BLOCK_UP(
            "backward of a dense block's up-projection: its gathered input, the whole gradient and"
                    + " the scattered one, the block's own tensors gone",
            "max(0, ceil(T × B × h ÷ N) + 2 × gathered + unsplit + scattered"
                    + " - T × B × ceil(f ÷ TP) + again) + working",
            Sources.LINEAR),
    MAMBA(
            "backward of a Mamba-2 layer: gradients of its projections, convolution and scan, and"
                    + " the fp32 states of chunks of 128 tokens",
            "ceil(T × B × h ÷ N) + T × B × (4 × ceil(a_m ÷ TP) × d_m + 2 × ceil(groups ÷ TP) × n_s"
                    + " + ceil(a_m ÷ TP) + ceil(a_m ÷ TP) × d_m + 2 × ceil(groups ÷ TP) × n_s)"
                    + " + ceil(T × 8 × ceil(a_m ÷ TP) × d_m × n_s ÷ 128) + working",
            "state-spaces/mamba mamba_ssm/ops/triton/ssd_combined.py,"
                    + " mamba_split_conv1d_scan_combined"),
    LAYER(
            "backward of a layer: the gradient of its output",
            "ceil(T × B × h ÷ N) + again + working",
            Sources.LINEAR),
    LEGACY_BLOCK(
            "backward of a layer without fused kernels: gradients of both sides of its activation"
                    + " function, or of its scores",
            "ceil(T × B × h ÷ N) + T × B × m × ceil(f ÷ TP) + scores + again + working",
            "bigscience-workshop/Megatron-DeepSpeed@8387ae1 megatron/model/transformer.py"),
    SHARDED_LAYER(
            "backward of a layer, all of it at work: gradients of its widest tensors, and its weights"
                    + " and the next layer's gradients whole",
            "ceil(T × B × h ÷ N) + gathered + 2 × T × B × ceil(f ÷ TP) + again + gradients"
                    + " + working",
            "pytorch/torchtitan@9dec370 torchtitan/models/llama/model.py"),
    HEAD(
            "backward of the head: logits and their gradients, the final norm's input and output,"
                    + " the gradient of the hidden states whole and scattered",
            "ceil(T × V × B_ce ÷ TP) + 2 × ceil(T × B × h ÷ N) + T × B × h + scattered",
            "NVIDIA/TransformerEngine@c188b533 transformer_engine/pytorch/triton/cross_entropy.py;"
                    + " NVIDIA/Megatron-LM@23e00ed megatron/core/fusions/fused_cross_entropy.py"),
    LOSS(
            "logits and their gradients, and the final norm's input and output",
            "ceil(T × V × B_ce ÷ TP) + 2 × ceil(T × B × h ÷ N)",
            "docs/memory-model.md, bytes per logit"),
    CHUNKED_LOSS(
            "logits of an eighth of the tokens, and fp32 gradients of the hidden states",
            "ceil(T × V × B_ce ÷ (8 × TP)) + 2 × ceil(T × B × h ÷ N) + T × h × 6",
            "pytorch/torchtitan@b5bcd76 torchtitan/components/loss.py, chunked cross entropy"),
    STEP(
            "optimizer step, when the activations are gone: 16-bit gradients or moments of one"
                    + " parameter group are widened",
            "max(0, widened - activations)",
            "NVIDIA/Megatron-LM@23e00ed megatron/core/optimizer/distrib_optimizer.py:2792;"
                    + " NVIDIA/TransformerEngine@c188b533 transformer_engine/pytorch/optimizers/"
                    + "fused_adam.py"),
    NONE("nothing beyond the kept activations", "0", "docs/memory-model.md");

    /// Where moments are read from.
    private static final class Sources {
        static final String MOE =
                "NVIDIA/Megatron-LM@23e00ed megatron/core/transformer/moe/moe_layer.py,"
                        + " custom_forward; copies chosen by four DeepSeek rows (in-sample)";
        static final String LINEAR =
                "NVIDIA/TransformerEngine@c188b533 transformer_engine/pytorch/module/linear.py and"
                        + " layernorm_linear.py";
    }

    private final String label;
    private final String equation;
    private final String source;

    PeakMoment(String label, String equation, String source) {
        this.label = label;
        this.equation = equation;
        this.source = source;
    }

    String label() {
        return label;
    }

    String equation() {
        return equation;
    }

    String source() {
        return source;
    }
}
