package io.shardfit.domain.time;

import io.shardfit.domain.balance.Bound;

/// What the time of a step goes into.
public enum TimePart {
    MATRIX_PRODUCTS("matrixProducts", "matrix products", Bound.COMPUTE),
    EXPERT_PRODUCTS("expertProducts", "matrix products of routed experts", Bound.COMPUTE),
    ATTENTION("attention", "score and value products", Bound.COMPUTE),
    MEMORY_TRAFFIC(
            "memoryTraffic", "memory traffic between matrix products", Bound.MEMORY_BANDWIDTH),
    TENSOR_EXCHANGE("tensorExchange", "exchange of tensor parallelism", Bound.NETWORK),
    CONTEXT_EXCHANGE("contextExchange", "exchange of context parallelism", Bound.NETWORK),
    EXPERT_EXCHANGE("expertExchange", "all-to-all of the experts", Bound.NETWORK),
    EXPERT_TENSOR_EXCHANGE(
            "expertTensorExchange", "exchange of expert tensor parallelism", Bound.NETWORK),
    PIPELINE_EXCHANGE("pipelineExchange", "sends between pipeline stages", Bound.NETWORK),
    DATA_EXCHANGE("dataExchange", "reduction of gradients, gathering of weights", Bound.NETWORK),
    OPTIMIZER("optimizer", "optimizer update", Bound.MEMORY_BANDWIDTH),
    PIPELINE_IDLE("pipelineIdle", "pipeline bubble", Bound.UNKNOWN),
    KERNEL_STARTS("kernelStarts", "starts of kernels", Bound.UNKNOWN);

    private final String id;
    private final String label;
    private final Bound bound;

    TimePart(String id, String label, Bound bound) {
        this.id = id;
        this.label = label;
        this.bound = bound;
    }

    /// {@return the published identifier, as in the JSON answer}
    public String id() {
        return id;
    }

    public String label() {
        return label;
    }

    /// {@return what the part keeps busy; `UNKNOWN` for standing idle}
    public Bound bound() {
        return bound;
    }
}
