package io.shardfit.domain.time;

/// A communication group as it lies on the nodes: ranks in steps of `stride`, counted from the
/// start of a node (NVIDIA/Megatron-LM@d98e8a6 parallel_state.py, order tp-cp-ep-dp-pp).
///
/// @param size ranks of the group
/// @param near ranks of it inside one domain of links
record Group(int size, int near) {
    static Group of(int size, int stride, int domain) {
        return new Group(size, Math.clamp(domain / Math.max(1, stride), 1, size));
    }

    boolean isAlone() {
        return size == 1;
    }

    boolean leavesTheNode() {
        return near < size;
    }

    /// {@return the part of a payload that a rank moves over links in an all-gather or
    /// reduce-scatter: hierarchical, inside each node first (stas00/ml-engineering@744d01e
    /// network/README.md)}
    double linkPart() {
        return (near - 1.0) / near;
    }

    /// {@return the part of a payload that a rank moves between nodes: each rank carries the shard
    /// of its position}
    double networkPart() {
        double nodes = (double) size / near;
        return (nodes - 1) / nodes / near;
    }

    /// {@return the part of a payload that an all-to-all moves over links}
    double linkPartOfAll() {
        return (near - 1.0) / size;
    }

    /// {@return the part of a payload that an all-to-all moves between nodes}
    double networkPartOfAll() {
        return (double) (size - near) / size;
    }
}
