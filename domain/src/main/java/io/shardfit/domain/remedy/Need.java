package io.shardfit.domain.remedy;

import io.shardfit.domain.memory.MemoryPart;
import io.shardfit.domain.memory.ServingMemory;
import io.shardfit.domain.memory.StageMemory;
import io.shardfit.domain.memory.Usage;
import io.shardfit.domain.quantity.ByteSize;
import io.shardfit.domain.serving.CacheCapacity;
import io.shardfit.domain.serving.CacheCapacity.StageCache;
import io.shardfit.domain.verdict.Assessment;

/// What the fullest GPU needs. An engine that sizes its own cache takes all it may, so of its pool
/// only one sequence of full length counts.
final class Need {
    private Need() {}

    static ByteSize of(Assessment assessment) {
        return assessment.memory().model() instanceof ServingMemory serving
                ? of(serving)
                : assessment.memory().worst().total().expected();
    }

    private static ByteSize of(ServingMemory serving) {
        CacheCapacity capacity = serving.start(Usage.EXPECTED).capacity();
        ByteSize most = ByteSize.ZERO;
        for (StageCache cache : capacity.stages()) {
            StageMemory stage = serving.stage(cache.stage());
            ByteSize pool =
                    stage.part(MemoryPart.KEY_VALUE_CACHE)
                            .expected()
                            .plus(stage.part(MemoryPart.STATE_CACHE).expected());
            ByteSize sequence = capacity.needed(cache, capacity.contextLength());
            most = most.max(stage.total().expected().minus(pool).plus(sequence));
        }
        return most;
    }
}
