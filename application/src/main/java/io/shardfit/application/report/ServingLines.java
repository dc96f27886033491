package io.shardfit.application.report;

import io.shardfit.domain.memory.ServingMemory;
import io.shardfit.domain.memory.StartUp;
import io.shardfit.domain.memory.Usage;
import io.shardfit.domain.quantity.ByteSize;
import io.shardfit.domain.quantity.Derivation;
import io.shardfit.domain.serving.CacheCapacity;
import java.math.RoundingMode;
import java.util.List;

/// What a serving engine's cache holds, in sentences for people.
public final class ServingLines {
    private ServingLines() {}

    public static List<String> of(ServingMemory serving) {
        StartUp start = serving.start(Usage.EXPECTED);
        CacheCapacity capacity = start.capacity();
        String fraction =
                "%s %s"
                        .formatted(
                                start.fraction().flag(),
                                start.fraction().fraction().value().toPlainString());
        long left = capacity.tightest().left().value().longValueExact();
        String needs =
                "one sequence of %d tokens needs %s"
                        .formatted(capacity.contextLength(), size(capacity.neededHow()));
        if (left <= 0) {
            return List.of(
                    "%s leaves nothing for the cache, %s are missing; %s"
                            .formatted(fraction, ByteSize.ofBytes(-left).scaled(), needs));
        }
        return List.of(
                "%s leaves %s for the cache (%s to %s); %s"
                        .formatted(
                                fraction,
                                size(capacity.tightest().left()),
                                size(serving.start(Usage.HIGH).capacity().tightest().left()),
                                size(serving.start(Usage.LOW).capacity().tightest().left()),
                                needs),
                "the cache holds %s tokens, %s sequences of full length%s"
                        .formatted(
                                capacity.tokensHow().value().toPlainString(),
                                capacity.concurrency()
                                        .setScale(2, RoundingMode.HALF_UP)
                                        .toPlainString(),
                                longest(capacity)));
    }

    /// {@return whether the cache holds one sequence of the promised length}
    public static boolean holdsOne(ServingMemory serving) {
        CacheCapacity capacity = serving.start(Usage.EXPECTED).capacity();
        return capacity.longest() == capacity.contextLength();
    }

    private static String longest(CacheCapacity capacity) {
        int longest = capacity.longest();
        return longest == capacity.contextLength()
                ? ""
                : longest == 0
                        ? "; not even a short one fits"
                        : "; the longest that fits has %d tokens".formatted(longest);
    }

    private static String size(Derivation bytes) {
        long value = bytes.value().longValueExact();
        return value <= 0 ? "nothing" : ByteSize.ofBytes(value).scaled();
    }
}
