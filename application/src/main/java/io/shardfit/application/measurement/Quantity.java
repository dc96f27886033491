package io.shardfit.application.measurement;

/// What an amount that a run printed counts. Only amounts of the same kind are compared: allocated
/// with allocated, reserved with reserved, the device with everything.
public enum Quantity {
    /// Most that `torch.cuda.max_memory_allocated` saw.
    ALLOCATED_PEAK("allocatedPeak", "allocated, peak"),
    /// Most that `torch.cuda.max_memory_reserved` saw.
    RESERVED_PEAK("reservedPeak", "reserved, peak"),
    /// Allocated after a step, when activations are gone.
    HELD_BETWEEN_STEPS("heldBetweenSteps", "held between steps"),
    /// What the driver counts as used: all processes, the context and the cache of the allocator.
    DEVICE_USED("deviceUsed", "device, used"),
    WEIGHTS("weights", "weights"),
    /// What a forward pass at the scheduler's limits needs beside weights and cache.
    FORWARD_PEAK("forwardPeak", "forward pass, peak"),
    /// What the driver counts and the framework's allocator does not.
    OUTSIDE_ALLOCATOR("outsideAllocator", "outside the allocator"),
    CUDA_GRAPHS("cudaGraphs", "CUDA graphs"),
    /// What an engine finds left for its key-value cache.
    CACHE_ROOM("cacheRoom", "room for the cache"),
    /// What an engine took for its key-value cache.
    CACHE_TAKEN("cacheTaken", "cache, taken"),
    /// Computed from the cache and its tokens.
    CACHE_PER_TOKEN("cachePerToken", "cache of a token, KiB"),
    /// Tokens, not bytes.
    CACHE_TOKENS("cacheTokens", "cache, tokens"),
    /// Blocks of tokens, not bytes.
    CACHE_BLOCKS("cacheBlocks", "cache, blocks"),
    /// What an engine may use of the device: its memory fraction.
    ENGINE_BUDGET("engineBudget", "budget of the engine"),
    DEVICE_TOTAL("deviceTotal", "device, total"),
    /// Allocated at some moment; the plan knows no moments.
    ALLOCATED_NOW("allocatedNow", "allocated at a moment"),
    RESERVED_NOW("reservedNow", "reserved at a moment"),
    /// A formula of the framework, no measurement.
    OWN_ESTIMATE("ownEstimate", "the framework's own estimate");

    private final String id;
    private final String label;

    Quantity(String id, String label) {
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

    /// {@return whether several of them are summed up by the smallest, because an engine goes by
    /// the rank with the least}
    public boolean smallestCounts() {
        return this == CACHE_ROOM
                || this == CACHE_TAKEN
                || this == CACHE_TOKENS
                || this == CACHE_BLOCKS;
    }
}
