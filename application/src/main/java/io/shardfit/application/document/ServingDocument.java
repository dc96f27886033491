package io.shardfit.application.document;

import io.shardfit.domain.memory.ServingMemory;
import io.shardfit.domain.memory.StartUp;
import io.shardfit.domain.memory.Usage;
import io.shardfit.domain.quantity.Derivation;
import io.shardfit.domain.serving.CacheCapacity;
import io.shardfit.domain.serving.StartOutcome;
import io.shardfit.domain.serving.StartWords;
import io.shardfit.domain.verdict.Assessment;
import java.util.List;

/// The `serving` member of a verdict document: how the start of an engine ends, and what its cache
/// holds.
final class ServingDocument {
    private ServingDocument() {}

    static Json of(Assessment assessment) {
        if (!(assessment.memory().model() instanceof ServingMemory serving)) {
            return new Json.Nothing();
        }
        StartUp expected = serving.start(Usage.EXPECTED);
        CacheCapacity capacity = expected.capacity();
        return Json.fields()
                .with("starts", start(serving, Usage.EXPECTED))
                .with("startsAtLeast", start(serving, Usage.LOW))
                .with("startsAtMost", start(serving, Usage.HIGH))
                .with("memoryFraction", fraction(expected))
                .with("loadingBytes", Json.figure(expected.loaded()))
                .with("cacheBytes", Json.figure(capacity.tightest().left()))
                .with(
                        "cacheBytesLow",
                        Json.figure(serving.start(Usage.HIGH).capacity().tightest().left()))
                .with(
                        "cacheBytesHigh",
                        Json.figure(serving.start(Usage.LOW).capacity().tightest().left()))
                .with("neededBytes", Json.figure(capacity.neededHow()))
                .with("cacheTokens", Json.figure(capacity.tokensHow()))
                .with("concurrency", Json.figure(capacity.concurrencyHow()))
                .with(
                        "longestSequence",
                        Json.given(
                                capacity.longest(),
                                "tokens",
                                "longest sequence, up to the one served, that the cache holds",
                                "binary search over neededBytes"))
                .with("maxBatchedTokens", Json.figure(serving.settings().batched()))
                .with("maxSequences", Json.figure(serving.settings().sequences()))
                .build();
    }

    private static Json start(ServingMemory serving, Usage usage) {
        StartUp start = serving.start(usage);
        StartOutcome outcome = start.outcome();
        return Json.fields()
                .with("starts", new Json.Flag(outcome.starts()))
                .with(
                        "words",
                        new StartWords(serving.plan().framework(), start.fraction()).of(outcome))
                .build();
    }

    private static Json fraction(StartUp start) {
        Derivation.Term fraction = start.fraction().fraction();
        return Json.figure(
                new Derivation(
                        fraction.value(),
                        "share",
                        "fraction",
                        List.of(fraction),
                        start.fraction().flag()));
    }
}
