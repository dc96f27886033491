package io.shardfit.domain.balance;

/// What binds first.
public enum Bound {
    /// It does not fit; nothing else is reached.
    MEMORY_CAPACITY,
    MEMORY_BANDWIDTH,
    COMPUTE,
    /// Links of a node or between nodes.
    NETWORK,
    /// A rate that the comparison needs is not published.
    UNKNOWN
}
