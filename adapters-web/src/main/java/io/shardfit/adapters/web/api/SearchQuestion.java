package io.shardfit.adapters.web.api;

import io.shardfit.adapters.web.ProblemException;
import io.shardfit.adapters.web.ProblemKind;
import io.shardfit.application.SearchRequest;
import io.shardfit.domain.quantity.Share;
import io.shardfit.domain.search.Objective;
import io.shardfit.domain.verdict.RuleSet;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalInt;

/// What is asked of a search, in the words of `shardfit search`.
///
/// @param margin in per cent
record SearchQuestion(
        Optional<Integer> gpus,
        Optional<Integer> maxGpus,
        String objective,
        int top,
        boolean minimum,
        Optional<Double> margin) {
    private static final int MOST_GPUS = 65_536;

    /// Of a range, every size is a search of its own, and all of them are in memory at once.
    private static final int MOST_OF_RANGE = 4_096;

    private static final int MOST_TOP = 100;
    private static final double MOST_MARGIN = 50;

    /// @throws ProblemException if a value is none that there may be
    SearchRequest request() {
        demand(gpus.isEmpty() || maxGpus.isEmpty(), "send gpus or maxGpus, not both");
        demand(isIn(gpus, MOST_GPUS), "gpus is 1 to " + MOST_GPUS);
        demand(isIn(maxGpus, MOST_OF_RANGE), "maxGpus is 1 to " + MOST_OF_RANGE);
        demand(top >= 1 && top <= MOST_TOP, "top is 1 to " + MOST_TOP);
        demand(
                margin.filter(part -> !(part >= 0 && part <= MOST_MARGIN)).isEmpty(),
                "margin is a percentage from 0 to 50");
        return new SearchRequest(
                number(gpus),
                number(maxGpus),
                aim(),
                top,
                minimum,
                Math.max(1, Runtime.getRuntime().availableProcessors() / 2),
                RuleSet.current(),
                margin.map(Share::ofPercent));
    }

    private Objective aim() {
        return Arrays.stream(Objective.values())
                .filter(one -> one.word().equals(objective))
                .findFirst()
                .orElseThrow(() ->
                        ProblemException.of(
                                ProblemKind.BAD_REQUEST,
                                "objective is one of " + String.join(", ", Objective.words())));
    }

    private static boolean isIn(Optional<Integer> count, int most) {
        return count.filter(number -> number < 1 || number > most).isEmpty();
    }

    private static OptionalInt number(Optional<Integer> count) {
        return count.map(OptionalInt::of).orElseGet(OptionalInt::empty);
    }

    private static void demand(boolean condition, String sentence) {
        if (!condition) {
            throw ProblemException.of(ProblemKind.BAD_REQUEST, sentence);
        }
    }
}
