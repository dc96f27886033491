package io.shardfit.domain.memory;

/// One line of the memory table of a GPU.
public enum MemoryPart {
    WEIGHTS("weights", "weights without routed experts"),
    EXPERT_WEIGHTS("expertWeights", "weights of routed experts"),
    GATHERED_WEIGHTS("gatheredWeights", "layers gathered from other ranks (ZeRO 3)"),
    GRADIENTS("gradients", "gradients without routed experts"),
    EXPERT_GRADIENTS("expertGradients", "gradients of routed experts"),
    OPTIMIZER_STATES("optimizerStates", "master weights and moments without routed experts"),
    EXPERT_OPTIMIZER_STATES(
            "expertOptimizerStates", "master weights and moments of routed experts"),
    ACTIVATIONS("activations", "activations kept for the backward pass"),
    LOGITS("logits", "logits, loss and final norm"),
    WEIGHT_GRADIENT_CACHE("weightGradientCache", "Transformer Engine dummy weight gradients"),
    KEY_VALUE_CACHE("keyValueCache", "key-value cache"),
    WORKING_SET("workingSet", "activations of one forward pass"),
    ALLOCATOR_SLACK("allocatorSlack", "reserved by the allocator beyond what is used"),
    CUDA_CONTEXT("cudaContext", "CUDA context"),
    COMMUNICATORS("communicators", "NCCL communicators");

    private final String id;
    private final String label;

    MemoryPart(String id, String label) {
        this.id = id;
        this.label = label;
    }

    /// {@return the published identifier, as in the JSON answer}
    public String id() {
        return id;
    }

    public String label() {
        return label;
    }

    /// {@return whether the framework's allocator hands it out, so that
    /// `torch.cuda.max_memory_allocated` sees it}
    public boolean isAllocated() {
        return compareTo(ALLOCATOR_SLACK) < 0;
    }
}
