package io.shardfit.domain.hardware;

import io.shardfit.domain.hardware.Figure.Known;
import io.shardfit.domain.quantity.ByteSize;
import java.util.Locale;
import java.util.Optional;

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
        return capacity(usable, Meaning.USABLE)
                .or(() -> capacity(device, Meaning.DEVICE))
                .or(() -> capacity(marketed, Meaning.MARKETED))
                .orElseThrow();
    }

    /// {@return what the device reports, else the larger of the data sheet's and the usable figure}
    public Capacity onDevice() {
        return capacity(device, Meaning.DEVICE)
                .orElseGet(() ->
                        capacity(marketed, Meaning.MARKETED)
                                .filter(sheet -> !allocatable().bytes().isMoreThan(sheet.bytes()))
                                .orElseGet(this::allocatable));
    }

    private static Optional<Capacity> capacity(Figure<ByteSize> figure, Meaning meaning) {
        return figure instanceof Known<ByteSize>(ByteSize bytes, String source)
                ? Optional.of(new Capacity(bytes, meaning, source))
                : Optional.empty();
    }
}
