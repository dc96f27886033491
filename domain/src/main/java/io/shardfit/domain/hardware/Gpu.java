package io.shardfit.domain.hardware;

import io.shardfit.domain.quantity.ByteRate;
import io.shardfit.domain.quantity.FlopRate;
import io.shardfit.domain.quantity.Precision;
import java.util.Map;

/// One GPU as a process sees it.
///
/// @param peak dense peak rates; a precision that is not a key has no known figure
/// @param memoryRate HBM or GDDR bandwidth
/// @param link bandwidth to the other GPUs of the node, per GPU and direction
/// @param capability compute capability of an NVIDIA GPU
public record Gpu(
        String name,
        GpuMemory memory,
        Map<Precision, Figure<FlopRate>> peak,
        Figure<ByteRate> memoryRate,
        Figure<ByteRate> link,
        Figure<ComputeCapability> capability) {
    /// A GPU of which nobody said what it is, such as one described in a plan.
    public Gpu(
            String name,
            GpuMemory memory,
            Map<Precision, Figure<FlopRate>> peak,
            Figure<ByteRate> memoryRate,
            Figure<ByteRate> link) {
        this(name, memory, peak, memoryRate, link, Figure.absent());
    }

    public Gpu {
        peak = Map.copyOf(peak);
    }

    public Figure<FlopRate> peakAt(Precision precision) {
        return peak.getOrDefault(precision, Figure.absent());
    }
}
