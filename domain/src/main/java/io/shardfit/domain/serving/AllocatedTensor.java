package io.shardfit.domain.serving;

import io.shardfit.domain.quantity.Derivation;
import io.shardfit.domain.quantity.Derivation.Term;
import java.util.ArrayList;
import java.util.List;

/// The bytes that PyTorch's caching allocator counts for one tensor: a size is rounded to 512 B;
/// from 10 MiB on the segment is rounded to 2 MiB, and a rest of at most 1 MiB is not split off.
public final class AllocatedTensor {
    static final String SOURCE =
            "pytorch/pytorch c10/cuda/CUDACachingAllocator.cpp, round_size, should_split,"
                    + " kMinLargeAlloc, kRoundLarge, kSmallSize";
    private static final long BLOCK = 512;
    private static final long SMALL = 1 << 20;
    private static final long LARGE = 10 << 20;
    private static final long SEGMENT = 2 << 20;

    private AllocatedTensor() {}

    /// {@return the bytes that are counted for a tensor of so many bytes}
    static long bytes(long bytes) {
        return roundedTo(unit(bytes), bytes);
    }

    private static long unit(long bytes) {
        long blocks = roundedTo(BLOCK, bytes);
        boolean whole = blocks >= LARGE && roundedTo(SEGMENT, blocks) - blocks <= SMALL;
        return whole ? SEGMENT : BLOCK;
    }

    private static long roundedTo(long unit, long bytes) {
        return Math.multiplyExact(Math.ceilDiv(bytes, unit), unit);
    }

    /// {@return the arithmetic of a tensor's counted bytes, from that of its own}
    ///
    /// @param bytes what `equation` comes to, rounded up
    public static Derivation how(long bytes, String equation, String source, Term... terms) {
        long unit = unit(bytes);
        List<Term> all = new ArrayList<>(List.of(terms));
        all.add(
                Derivation.term(
                        "unit",
                        unit,
                        unit == SEGMENT
                                ? "a segment, of which too little is left to split"
                                : "a block of the allocator",
                        SOURCE));
        return Derivation.of(
                roundedTo(unit, bytes),
                "bytes",
                "ceil(" + equation + " ÷ unit) × unit",
                source,
                all.toArray(Term[]::new));
    }
}
