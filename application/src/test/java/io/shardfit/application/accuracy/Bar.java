package io.shardfit.application.accuracy;

import java.util.List;

/// One goal, what was asked and what was reached.
///
/// @param value the figure
/// @param limit the figure asked for
/// @param atMost whether the figure must not exceed the limit; else it must not be below it
record Bar(String what, double value, double limit, boolean atMost) {
    /// The first goals are those of the fixtures.
    static final int OF_FIXTURES = 2;

    static List<Bar> all(Statistics s) {
        Errors fixtures = Statistics.errors(s.fixtures());
        Errors others = Statistics.errors(s.otherTraining());
        return List.of(
                atMost("8-GPU fixtures, mean error of the allocated peak", fixtures.mean(), 0.005),
                atMost("8-GPU fixtures, largest error", fixtures.max(), 0.012),
                atMost("other published training, mean error", others.mean(), 0.05),
                atMost("other published training, p90", others.p90(), 0.12),
                atLeast(
                        "engine weights within 1 %, share of runs",
                        Statistics.relative(s.serving(Component.WEIGHTS)).within(0.01), 1),
                atLeast(
                        "engine key-value tokens within 3 %, share of runs",
                        Statistics.relative(s.serving(Component.KEY_VALUE_TOKENS)).within(0.03), 1),
                atLeast("verdict right", s.share(_ -> true, Judged::isRight), 0.95),
                atLeast(
                        "the same, a failed run called TIGHT not counted wrong",
                        s.share(_ -> true, Judged::isNotMisleading),
                        0.95),
                atMost(
                        "out of memory, but called READY",
                        s.share(j -> j.published().outcome().equals("oom"), Judged::isReady),
                        0),
                atLeast(
                        "READY of what ran",
                        s.share(j -> j.published().outcome().equals("fits"), Judged::isReady),
                        0.85),
                atLeast(
                        "measured training peaks inside the interval",
                        Statistics.coverage(s.peaks(_ -> true)),
                        0.95));
    }

    private static Bar atMost(String what, double value, double limit) {
        return new Bar(what, value, limit, true);
    }

    private static Bar atLeast(String what, double value, double limit) {
        return new Bar(what, value, limit, false);
    }

    boolean isMet() {
        return atMost ? value <= limit : value >= limit;
    }

    String asked() {
        return (atMost ? "≤ " : "≥ ") + AccuracyPage.percent(limit);
    }

    String reached() {
        return AccuracyPage.percent(value);
    }

    String verdict() {
        return isMet()
                ? "met"
                : "**missed by " + AccuracyPage.percent(Math.abs(value - limit)) + "**";
    }
}
