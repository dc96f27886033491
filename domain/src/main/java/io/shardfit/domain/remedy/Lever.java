package io.shardfit.domain.remedy;

/// A knob of a plan. Two edits of the same knob are alternatives, never combined.
public enum Lever {
    MICRO_BATCH(Risk.NONE, "the same gradients in more, smaller passes"),
    GLOBAL_BATCH(Risk.TRAINING, "another batch: learning rate and convergence must be looked at"),
    SEQUENCE_LENGTH(Risk.LESS_WORK, "the model no longer sees longer contexts in training"),
    RECOMPUTATION(Risk.NONE, "the same values, computed again in the backward pass"),
    TRAINING_PRECISION(Risk.ROUNDING, "other rounding: compare the loss of a short run"),
    GRADIENTS(Risk.ROUNDING, "gradients are summed in fewer bits: compare the loss of a short run"),
    MOMENTS(Risk.ROUNDING, "moments in fewer bits: compare the loss of a short run"),
    OPTIMIZER(Risk.TRAINING, "another optimizer: not a drop-in, tune and compare the loss"),
    SHARDING(Risk.NONE, "the same values; other traffic between data-parallel ranks"),
    RESHARDING(Risk.NONE, "the same values; weights are gathered again in the backward pass"),
    OPTIMIZER_OFFLOAD(
            Risk.NONE, "the same values; the states take host memory, the step waits for the host"),
    PARAMETER_OFFLOAD(
            Risk.NONE, "the same values; weights take host memory and cross the host link"),
    ACTIVATION_OFFLOAD(
            Risk.NONE, "the same values; activations take host memory and cross the host link"),
    TENSOR(Risk.NONE, "the same values up to the order of sums; more traffic per layer"),
    SEQUENCE_PARALLEL(Risk.NONE, "the same values"),
    PIPELINE(Risk.NONE, "the same values; stages wait for each other"),
    VIRTUAL_STAGES(Risk.NONE, "the same values"),
    LAYER_PLACEMENT(Risk.NONE, "the same values; stages hold different numbers of layers"),
    DATA(Risk.NONE, "the same global batch over other replicas"),
    EXPERT(Risk.NONE, "the same values; tokens travel to other ranks"),
    EXPERT_TENSOR(Risk.NONE, "the same values up to the order of sums"),
    CONTEXT(Risk.NONE, "the same values; keys and values travel between ranks"),
    DECODE_CONTEXT(Risk.NONE, "the same values; the cache of a sequence is split"),
    ATTENTION_DATA(Risk.NONE, "the same values; the attention is repeated instead of split"),
    EXPERT_PLACEMENT(Risk.NONE, "the same values; experts lie on other ranks"),
    WEIGHTS(Risk.ROUNDING, "weights are rounded: evaluate the quantised checkpoint on your task"),
    CACHE(Risk.ROUNDING, "keys and values are rounded: evaluate on long contexts"),
    CONTEXT_LENGTH(Risk.LESS_WORK, "longer requests are refused"),
    CONCURRENCY(Risk.LESS_WORK, "fewer sequences are held at once"),
    MEMORY_FRACTION(Risk.NONE, "the same values; another reserve beside the engine"),
    BATCHED_TOKENS(Risk.NONE, "the same values; long prompts take more passes"),
    MAX_SEQUENCES(Risk.LESS_WORK, "fewer sequences in one pass"),
    CUDA_GRAPHS(Risk.NONE, "the same values; each decoding step costs more launches"),
    GPU(Risk.NONE, "other hardware"),
    GPUS(Risk.NONE, "more hardware"),
    DECLARATION(
            Risk.NONE,
            "the declared amount is no longer judged: only right if it is not a measurement");

    private final Risk risk;
    private final String words;

    Lever(Risk risk, String words) {
        this.risk = risk;
        this.words = words;
    }

    public Risk risk() {
        return risk;
    }

    /// {@return what it does to the results, in words}
    public String words() {
        return words;
    }

    /// {@return whether every step waits for transfers to host memory, which nothing here times}
    public boolean waitsForHost() {
        return this == OPTIMIZER_OFFLOAD || this == PARAMETER_OFFLOAD || this == ACTIVATION_OFFLOAD;
    }

    /// {@return whether it cuts layers, sequences or experts over other ranks, which replicas do
    /// not}
    boolean cutsTheModel() {
        return isDegree() && this != DATA && this != GPUS && this != EXPERT_PLACEMENT;
    }

    /// {@return whether it changes how many ranks there are or what they hold}
    boolean isDegree() {
        return switch (this) {
            case TENSOR,
                    SEQUENCE_PARALLEL,
                    PIPELINE,
                    VIRTUAL_STAGES,
                    LAYER_PLACEMENT,
                    DATA,
                    EXPERT,
                    EXPERT_TENSOR,
                    CONTEXT,
                    DECODE_CONTEXT,
                    ATTENTION_DATA,
                    EXPERT_PLACEMENT,
                    GPUS ->
                    true;
            case MICRO_BATCH,
                    GLOBAL_BATCH,
                    SEQUENCE_LENGTH,
                    RECOMPUTATION,
                    TRAINING_PRECISION,
                    GRADIENTS,
                    MOMENTS,
                    OPTIMIZER,
                    SHARDING,
                    RESHARDING,
                    OPTIMIZER_OFFLOAD,
                    PARAMETER_OFFLOAD,
                    ACTIVATION_OFFLOAD,
                    WEIGHTS,
                    CACHE,
                    CONTEXT_LENGTH,
                    CONCURRENCY,
                    MEMORY_FRACTION,
                    BATCHED_TOKENS,
                    MAX_SEQUENCES,
                    CUDA_GRAPHS,
                    GPU,
                    DECLARATION ->
                    false;
        };
    }
}
