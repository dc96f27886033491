package io.shardfit.domain.search;

import io.shardfit.domain.memory.ServingMemory;
import io.shardfit.domain.memory.Usage;
import io.shardfit.domain.quantity.Share;
import io.shardfit.domain.verdict.Assessment;
import java.math.BigDecimal;
import java.math.RoundingMode;

/// How much of what there is the fullest GPU needs.
public sealed interface MemoryUse {
    /// {@return the high estimate over what there is; what ranks}
    Share high();

    /// {@return what is left, or by how much it is exceeded, in words}
    String left();

    static MemoryUse of(Assessment assessment) {
        return assessment.memory().model() instanceof ServingMemory serving
                ? OfCache.of(serving)
                : new OfBudget(
                        Share.of(
                                assessment.memory().highest().total().high().bytes(),
                                assessment.budget().budget().bytes()));
    }

    /// Of the memory that is there to be planned with.
    ///
    /// @param high over the budget, which is less than the memory by the safety margin; at most 1
    ///   when READY
    record OfBudget(Share high) implements MemoryUse {
        @Override
        public String left() {
            double left = 1 - high.fraction();
            return left >= 0
                    ? new Share(left).percent(1) + " of the budget left"
                    : new Share(-left).percent(1) + " over the budget";
        }
    }

    /// Of an engine's cache: it fills its GPU on purpose.
    ///
    /// @param high the asked sequences over those that the cache holds at least
    /// @param held sequences of full length that it is expected to hold, to the hundredth
    /// @param asked sequences at once
    record OfCache(Share high, BigDecimal held, int asked) implements MemoryUse {
        /// An engine that has no room for a sequence at all.
        private static final BigDecimal HARDLY_ONE = new BigDecimal("0.001");

        private static OfCache of(ServingMemory serving) {
            int asked = serving.settings().inference().concurrentSequences();
            BigDecimal least = serving.start(Usage.HIGH).sequences().max(HARDLY_ONE);
            return new OfCache(
                    new Share(asked / least.doubleValue()),
                    serving.start(Usage.EXPECTED).sequences().setScale(2, RoundingMode.FLOOR),
                    asked);
        }

        @Override
        public String left() {
            return held.compareTo(BigDecimal.valueOf(asked)) < 0
                    ? "cache holds %s of %d sequences".formatted(held.toPlainString(), asked)
                    : "cache holds %s sequences, %d are asked for"
                            .formatted(held.toPlainString(), asked);
        }
    }
}
