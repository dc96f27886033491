package io.shardfit.domain.memory;

import io.shardfit.domain.quantity.Derivation;
import io.shardfit.domain.quantity.Estimate;
import io.shardfit.domain.strategy.PipelineLayout.StageLayers;

/// What the fullest GPU of one stage holds. The parts are computed again when asked for, so that a
/// search that needs totals alone keeps nothing else.
///
/// @param allocated the sum that `torch.cuda.max_memory_allocated` would report
/// @param total all that the device must hold
public record StageMemory(
        MemoryModel model, StageLayers layers, Estimate allocated, Estimate total) {

    static StageMemory of(MemoryModel model, StageLayers layers) {
        Estimate allocated = Estimate.NOTHING;
        Estimate outside = Estimate.NOTHING;
        for (MemoryPart part : model.parts()) {
            if (part.isAllocated()) {
                allocated = allocated.plus(model.bytes(part, layers));
            } else if (part != MemoryPart.ALLOCATOR_SLACK) {
                outside = outside.plus(model.bytes(part, layers));
            }
        }
        Estimate slack =
                model.parts().contains(MemoryPart.ALLOCATOR_SLACK)
                        ? AllocatorSlack.over(allocated)
                        : Estimate.NOTHING;
        return new StageMemory(model, layers, allocated, allocated.plus(slack).plus(outside));
    }

    /// {@return what a part holds; nothing for a part that the workload does not have}
    public Estimate part(MemoryPart part) {
        if (!model.parts().contains(part)) {
            return Estimate.NOTHING;
        }
        return part == MemoryPart.ALLOCATOR_SLACK
                ? AllocatorSlack.over(allocated)
                : model.bytes(part, layers);
    }

    /// {@return the arithmetic of the low end of a part}
    public Derivation lowHow(MemoryPart part) {
        return part == MemoryPart.ALLOCATOR_SLACK
                ? AllocatorSlack.how(allocated.low(), AllocatorSlack.LOW)
                : model.interval(part, layers).lowHow(model.derivation(part, layers));
    }

    /// {@return the arithmetic of the high end of a part}
    public Derivation highHow(MemoryPart part) {
        return part == MemoryPart.ALLOCATOR_SLACK
                ? AllocatorSlack.how(allocated.high(), AllocatorSlack.HIGH)
                : model.interval(part, layers).highHow(model.derivation(part, layers));
    }
}
