package io.shardfit.domain.serving;

import io.shardfit.domain.quantity.ByteSize;

/// What was measured of a term that no source gives exactly.
///
/// @param source the measurements; rows that chose a figure are called in-sample
public record Ends(ByteSize low, ByteSize expected, ByteSize high, String source) {
    public static final Ends NOTHING =
            new Ends(ByteSize.ZERO, ByteSize.ZERO, ByteSize.ZERO, "not held");

    /// {@return ends in hundredths of a GiB, as engines print them}
    static Ends ofHundredths(int low, int expected, int high, String source) {
        return new Ends(hundredths(low), hundredths(expected), hundredths(high), source);
    }

    private static ByteSize hundredths(int count) {
        return ByteSize.ofBytes(Math.ceilDiv(ByteSize.ofGiB(count).bytes(), 100));
    }
}
