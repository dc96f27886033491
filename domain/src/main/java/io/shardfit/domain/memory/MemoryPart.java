package io.shardfit.domain.memory;

/// One line of the memory table of a GPU.
public enum MemoryPart {
    WEIGHTS("weights", "weights"),
    EXPERT_WEIGHTS("expertWeights", "weights, routed experts"),
    GATHERED_WEIGHTS("gatheredWeights", "gathered layers"),
    GRADIENTS("gradients", "gradients"),
    EXPERT_GRADIENTS("expertGradients", "gradients, routed experts"),
    OPTIMIZER_STATES("optimizerStates", "optimizer states"),
    EXPERT_OPTIMIZER_STATES("expertOptimizerStates", "optimizer states, routed experts"),
    ACTIVATIONS("activations", "activations"),
    TRANSIENT("transient", "live at the peak beside them"),
    PREDICTION_LOSS("predictionLoss", "logits of prediction layers"),
    WEIGHT_GRADIENT_CACHE("weightGradientCache", "dummy weight gradients (Transformer Engine)"),
    WORKSPACES("workspaces", "workspaces of matrix products"),
    GATHER_BUFFER("gatherBuffer", "buffer of gathered hidden states"),
    INPUT_GRADIENT("inputGradient", "input gradient of the micro-batch before"),
    STAGE_BUFFERS("stageBuffers", "inputs and outputs of the stage"),
    STEP_BUFFERS("stepBuffers", "buckets and copies of gradients"),
    DISPATCH_BUFFER("dispatchBuffer", "buffer of the experts' exchange"),
    ABSORBED_PROJECTIONS("absorbedProjections", "absorbed projections of latent attention"),
    ROTARY_TABLE("rotaryTable", "rotary table"),
    DRAFT_MODEL("draftModel", "draft model or prediction layers"),
    KEY_VALUE_CACHE("keyValueCache", "key-value cache"),
    STATE_CACHE("stateCache", "state cache"),
    FORWARD_PASS("forwardPass", "forward pass of the profile run"),
    SAMPLER("sampler", "sampler, beyond the forward pass"),
    EXPERT_WORKSPACE("expertWorkspace", "workspace of the experts"),
    KEPT_BUFFERS("keptBuffers", "kept buffers"),
    ENCODER("encoder", "encoder of images or sound"),
    WORKING_SET("workingSet", "working set of a forward pass"),
    ALLOCATOR_SLACK("allocatorSlack", "allocator slack"),
    CUDA_GRAPHS("cudaGraphs", "CUDA graphs"),
    ENGINE_LIBRARIES("engineLibraries", "engine libraries outside torch"),
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
