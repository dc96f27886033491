package io.shardfit.domain.memory;

import io.shardfit.domain.quantity.ByteSize;
import io.shardfit.domain.quantity.Derivation;
import io.shardfit.domain.quantity.Estimate;
import io.shardfit.domain.quantity.Ratio;

/// What PyTorch's caching allocator reserves beyond what tensors use: reserved ÷ allocated was
/// 1.028 at least, 1.053 in the median and 1.093 at most over 19 published Megatron runs
/// (MooreThreads/SimuMax@4dcaae5 docs/b200/b200_release_v1.2_summary.md).
final class AllocatorSlack {
    static final Ratio LOW = Ratio.ofThousandths(28);
    static final Ratio EXPECTED = Ratio.ofThousandths(53);
    static final Ratio HIGH = Ratio.ofThousandths(93);
    static final String SOURCE =
            "reserved ÷ allocated of 19 runs, MooreThreads/SimuMax@4dcaae5"
                    + " docs/b200/b200_release_v1.2_summary.md";

    private AllocatorSlack() {}

    static Estimate over(Estimate allocated) {
        ByteSize low = allocated.low().scaledBy(LOW);
        return Estimate.between(
                low, allocated.expected().scaledBy(EXPECTED), allocated.high().scaledBy(HIGH));
    }

    /// {@return the arithmetic of one end, or of the expected bytes, over the same of all others}
    static Derivation how(ByteSize allocated, Ratio factor) {
        return Derivation.of(
                allocated.scaledBy(factor).bytes(),
                "bytes",
                "ceil(allocated × f)",
                SOURCE,
                Derivation.term(
                        "allocated", allocated.bytes(), "sum of the parts above", "this stage"),
                Derivation.term("f", factor, "reserved beyond allocated", SOURCE));
    }
}
