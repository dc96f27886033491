package io.shardfit.domain.framework;

import io.shardfit.domain.quantity.ByteSize;
import java.util.Locale;

/// What a default may depend on besides the release.
///
/// @param gpu name of the GPU
/// @param deviceMemory bytes that the driver reports
/// @param tensor tensor-parallel ranks
public record Circumstances(Usage usage, String gpu, ByteSize deviceMemory, int tensor) {
    /// How an engine is used.
    public enum Usage {
        /// An HTTP server.
        SERVER,
        /// A Python object in the caller's process.
        OFFLINE
    }

    boolean isA100() {
        return gpu.toLowerCase(Locale.ROOT).contains("a100");
    }

    boolean hasAtLeast(int gibibytes) {
        return !ByteSize.ofGiB(gibibytes).isMoreThan(deviceMemory);
    }
}
