package io.shardfit.domain.memory;

import io.shardfit.domain.quantity.ByteSize;
import io.shardfit.domain.quantity.Derivation;
import io.shardfit.domain.quantity.Estimate;
import io.shardfit.domain.quantity.Ratio;

/// What PyTorch's caching allocator reserves beyond what tensors use: a share of all, and blocks
/// that are needed a second time.
///
/// @param block bytes of a block that is needed again, from the expected amount on
record AllocatorSlack(Ratio low, Ratio expected, Ratio high, long block, String source) {
    /// Reserved ÷ allocated was 1.028 at least, 1.053 in the median and 1.093 at most over 19
    /// published Megatron runs.
    static final AllocatorSlack MEGATRON =
            new AllocatorSlack(
                    Ratio.ofThousandths(28),
                    Ratio.ofThousandths(53),
                    Ratio.ofThousandths(93),
                    0,
                    "reserved ÷ allocated of 19 runs, MooreThreads/SimuMax@4dcaae5"
                            + " docs/b200/b200_release_v1.2_summary.md");

    static final AllocatorSlack DEEPSPEED =
            new AllocatorSlack(
                    Ratio.ofThousandths(0),
                    Ratio.ofThousandths(100),
                    Ratio.ofThousandths(250),
                    0,
                    "in-sample: chosen over 26 runs of Megatron-DeepSpeed,"
                            + " bigscience-workshop/bigscience");

    static AllocatorSlack fullySharded(long block) {
        return new AllocatorSlack(
                Ratio.ofThousandths(0),
                Ratio.ofThousandths(40),
                Ratio.ofThousandths(150),
                block,
                "in-sample: chosen over 24 runs, pytorch/torchtitan@b5bcd76 benchmarks/; that a"
                        + " block of the loss is needed twice is a hypothesis");
    }

    static AllocatorSlack of(MemoryModel model) {
        return model instanceof TrainingMemory training ? training.slack() : MEGATRON;
    }

    long lowBytes(long allocated) {
        return low.ofRoundedUp(allocated);
    }

    long expectedBytes(long allocated) {
        return expected.ofRoundedUp(allocated + block) + block;
    }

    long highBytes(long allocated) {
        return high.ofRoundedUp(allocated + block) + block;
    }

    Estimate over(Estimate allocated) {
        return Estimate.between(
                ByteSize.ofBytes(lowBytes(allocated.low().bytes())),
                ByteSize.ofBytes(expectedBytes(allocated.expected().bytes())),
                ByteSize.ofBytes(highBytes(allocated.high().bytes())));
    }

    Derivation lowHow(ByteSize allocated) {
        return how(lowBytes(allocated.bytes()), allocated, low, 0);
    }

    Derivation expectedHow(ByteSize allocated) {
        return how(expectedBytes(allocated.bytes()), allocated, expected, block);
    }

    Derivation highHow(ByteSize allocated) {
        return how(highBytes(allocated.bytes()), allocated, high, block);
    }

    private Derivation how(long value, ByteSize allocated, Ratio factor, long again) {
        Derivation.Term sum =
                Derivation.term(
                        "allocated", allocated.bytes(), "sum of the parts above", "this stage");
        Derivation.Term share = Derivation.term("f", factor, "reserved beyond allocated", source);
        return again == 0
                ? Derivation.of(value, "bytes", "ceil(allocated × f)", source, sum, share)
                : Derivation.of(
                        value,
                        "bytes",
                        "ceil((allocated + again) × f) + again",
                        source,
                        sum,
                        share,
                        Derivation.term(
                                "again", again, "a block of the loss, needed twice", source));
    }
}
