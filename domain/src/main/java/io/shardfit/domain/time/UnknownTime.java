package io.shardfit.domain.time;

/// Why there is no estimate.
public enum UnknownTime implements StepTime {
    RATE("a rate of the GPU, its links or the network is not published"),
    CACHE("the cache holds no sequence of full length"),
    OFFLOAD("traffic between GPU and host is not modelled");

    private final String reason;

    UnknownTime(String reason) {
        this.reason = reason;
    }

    public String reason() {
        return reason;
    }
}
