package io.shardfit.domain.hardware;

import io.shardfit.domain.hardware.Figure.Known;
import io.shardfit.domain.quantity.ByteSize;
import java.util.Locale;

/// The three meanings of "an 80 GB GPU".
///
/// @param marketed the data sheet's words read literally; a label, used only when nothing better is
///   known
/// @param device what the driver reports in total
/// @param usable what a framework can allocate from: the lowest published figure
public record GpuMemory(
        Figure<ByteSize> marketed, Figure<ByteSize> device, Figure<ByteSize> usable) {
    /// The figure a plan is measured against, and what it is.
    public record Capacity(ByteSize bytes, Meaning meaning, String source) {}

    /// Which of the three figures a capacity is.
    public enum Meaning {
        USABLE,
        DEVICE,
        MARKETED;

        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public GpuMemory {
        if (marketed.value().isEmpty() && device.value().isEmpty() && usable.value().isEmpty()) {
            throw new IllegalArgumentException("a GPU needs at least one memory figure");
        }
    }

    /// {@return the usable bytes, else what the device reports, else the data sheet's figure}
    public Capacity allocatable() {
        return usable instanceof Known<ByteSize>(ByteSize bytes, String source)
                ? new Capacity(bytes, Meaning.USABLE, source)
                : onDevice();
    }

    /// {@return what the device reports, else the data sheet's figure, else the usable bytes}
    public Capacity onDevice() {
        if (device instanceof Known<ByteSize>(ByteSize bytes, String source)) {
            return new Capacity(bytes, Meaning.DEVICE, source);
        }
        if (marketed instanceof Known<ByteSize>(ByteSize bytes, String source)) {
            return new Capacity(bytes, Meaning.MARKETED, source);
        }
        return allocatable();
    }
}
