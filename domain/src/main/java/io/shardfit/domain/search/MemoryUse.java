package io.shardfit.domain.search;

import io.shardfit.domain.memory.ServingMemory;
import io.shardfit.domain.memory.Usage;
import io.shardfit.domain.quantity.Share;
import io.shardfit.domain.serving.CacheCapacity;
import io.shardfit.domain.verdict.Assessment;
import java.math.BigDecimal;

/// How much of what a GPU offers the fullest one needs. An engine fills its GPU on purpose, so
/// there it is how much of the cache the asked sequences take.
///
/// @param expected the expected need over what can be allocated
/// @param high the high estimate over the budget, which is less by the safety margin; at most 1
///   when READY
public record MemoryUse(Share expected, Share high) {
    /// An engine that has no room for a sequence at all.
    private static final BigDecimal HARDLY_ONE = new BigDecimal("0.001");

    static MemoryUse of(Assessment assessment) {
        return assessment.memory().model() instanceof ServingMemory serving
                ? ofCache(serving)
                : new MemoryUse(
                        Share.of(
                                assessment.memory().worst().total().expected().bytes(),
                                assessment.budget().capacity().bytes().bytes()),
                        Share.of(
                                assessment.memory().highest().total().high().bytes(),
                                assessment.budget().budget().bytes()));
    }

    private static MemoryUse ofCache(ServingMemory serving) {
        return new MemoryUse(asked(serving, Usage.EXPECTED), asked(serving, Usage.HIGH));
    }

    private static Share asked(ServingMemory serving, Usage usage) {
        CacheCapacity capacity = serving.start(usage).capacity();
        int replicas = serving.plan().groups().replicas();
        int sequences = serving.settings().inference().concurrentSequences();
        double held = capacity.concurrency().max(HARDLY_ONE).doubleValue() * replicas;
        return new Share(sequences / held);
    }

    /// {@return what the high estimate leaves of the budget, or by how much it exceeds it, in
    /// words}
    public String left() {
        double left = 1 - high.fraction();
        return left >= 0
                ? new Share(left).percent(1) + " of the budget left"
                : new Share(-left).percent(1) + " over the budget";
    }
}
