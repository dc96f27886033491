package io.shardfit.domain.memory;

import io.shardfit.domain.quantity.Basis;
import io.shardfit.domain.quantity.ByteSize;
import io.shardfit.domain.quantity.Derivation;
import io.shardfit.domain.quantity.Estimate;
import io.shardfit.domain.strategy.PipelineLayout.StageLayers;
import java.util.List;

/// What the fullest GPU of one stage holds. The parts are computed again when asked for, so that a
/// search that needs totals alone keeps nothing else.
///
/// @param allocated the sum that `torch.cuda.max_memory_allocated` would report
/// @param total all that the device must hold
public record StageMemory(
        MemoryModel model, StageLayers layers, Estimate allocated, Estimate total) {

    static StageMemory of(MemoryModel model, StageLayers layers) {
        Sum allocated = new Sum();
        Sum outside = new Sum();
        boolean slackens = false;
        List<MemoryPart> parts = model.parts();
        StageParts expected = StageParts.of(model, layers);
        for (int i = 0; i < parts.size(); i++) {
            MemoryPart part = parts.get(i);
            if (part.isAllocated()) {
                allocated.add(expected.bytes(part), model.interval(part, layers));
            } else if (part == MemoryPart.ALLOCATOR_SLACK) {
                slackens = true;
            } else {
                outside.add(expected.bytes(part), model.interval(part, layers));
            }
        }
        Estimate tensors = allocated.estimate();
        outside.add(allocated);
        if (slackens) {
            outside.add(AllocatorSlack.of(model), allocated);
        }
        return new StageMemory(model, layers, tensors, outside.estimate());
    }

    /// Adds parts without an object for each, because a search adds millions.
    private static final class Sum {
        private long low;
        private long expected;
        private long high;
        private Basis basis = Basis.EXACT;

        void add(long bytes, Interval interval) {
            expected = Math.addExact(expected, bytes);
            if (interval.basis() == Basis.EXACT) {
                low = Math.addExact(low, bytes);
                high = Math.addExact(high, bytes);
                return;
            }
            low = Math.addExact(low, interval.lowOf(bytes));
            high = Math.addExact(high, interval.highOf(bytes));
            basis = basis.weaker(interval.basis());
        }

        void add(Sum other) {
            low = Math.addExact(low, other.low);
            expected = Math.addExact(expected, other.expected);
            high = Math.addExact(high, other.high);
            basis = basis.weaker(other.basis);
        }

        void add(AllocatorSlack slack, Sum allocated) {
            low = Math.addExact(low, slack.lowBytes(allocated.low));
            expected = Math.addExact(expected, slack.expectedBytes(allocated.expected));
            high = Math.addExact(high, slack.highBytes(allocated.high));
            basis = basis.weaker(Basis.ESTIMATED);
        }

        Estimate estimate() {
            return new Estimate(
                    ByteSize.ofBytes(low),
                    ByteSize.ofBytes(expected),
                    ByteSize.ofBytes(high),
                    basis);
        }
    }

    /// {@return what a part holds; nothing for a part that the workload does not have}
    public Estimate part(MemoryPart part) {
        if (!model.parts().contains(part)) {
            return Estimate.NOTHING;
        }
        return part == MemoryPart.ALLOCATOR_SLACK
                ? AllocatorSlack.of(model).over(allocated)
                : model.bytes(part, layers);
    }

    /// {@return the arithmetic of the low end of a part}
    public Derivation lowHow(MemoryPart part) {
        return part == MemoryPart.ALLOCATOR_SLACK
                ? AllocatorSlack.of(model).lowHow(allocated.low())
                : model.interval(part, layers).lowHow(model.derivation(part, layers));
    }

    /// {@return the arithmetic of the high end of a part}
    public Derivation highHow(MemoryPart part) {
        return part == MemoryPart.ALLOCATOR_SLACK
                ? AllocatorSlack.of(model).highHow(allocated.high())
                : model.interval(part, layers).highHow(model.derivation(part, layers));
    }
}
