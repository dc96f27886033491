package io.shardfit.domain.hardware;

import io.shardfit.domain.quantity.ByteRate;

/// The GPUs a plan may use: all alike, in nodes of equal size.
///
/// @param network bandwidth between nodes, per GPU and direction
public record Cluster(Gpu gpu, int gpus, int gpusPerNode, Figure<ByteRate> network) {
    public Cluster {
        if (gpus < 1 || gpusPerNode < 1) {
            throw new IllegalArgumentException(
                    "gpus and gpusPerNode must be at least 1, got " + gpus + ", " + gpusPerNode);
        }
    }

    public int nodes() {
        return Math.ceilDiv(gpus, gpusPerNode);
    }
}
