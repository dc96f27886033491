package io.shardfit.domain.remedy;

import io.shardfit.domain.balance.ComputeHeadroom;
import io.shardfit.domain.quantity.FlopCount;
import io.shardfit.domain.quantity.FlopRate;
import io.shardfit.domain.quantity.Ratio;
import io.shardfit.domain.quantity.Seconds;
import io.shardfit.domain.verdict.Assessment;
import io.shardfit.domain.workload.Workload.Inference;
import io.shardfit.domain.workload.Workload.Training;
import java.util.Optional;

/// The one place that says how fast a plan is, so that two plans can be compared: tokens of a step
/// over its least time by {@link ComputeHeadroom}, with exactly the recomputed operations in it and
/// the pipeline's idle time spread over it. Traffic between GPUs and transfers to host memory are
/// not timed.
final class Pace {
    private static final int PARTS = 1_000_000;

    private Pace() {}

    /// {@return tokens per second of the second plan over those of the first; empty when a rate is
    /// not published}
    static Optional<Ratio> relative(Assessment before, Assessment after) {
        Optional<Double> slow = tokensPerSecond(before);
        Optional<Double> fast = tokensPerSecond(after);
        if (slow.isEmpty() || fast.isEmpty() || slow.get() == 0) {
            return Optional.empty();
        }
        double ratio = fast.get() / slow.get() * PARTS;
        return ratio > 0 && ratio < Integer.MAX_VALUE
                ? Optional.of(new Ratio(Math.round(ratio), PARTS))
                : Optional.empty();
    }

    private static Optional<Double> tokensPerSecond(Assessment assessment) {
        ComputeHeadroom headroom = assessment.compute();
        Optional<FlopRate> peak = headroom.peak().value();
        Optional<Seconds> traffic = headroom.memorySeconds();
        if (peak.isEmpty() || traffic.isEmpty()) {
            return Optional.empty();
        }
        FlopCount work = RecomputationWork.withAllPasses(assessment.plan(), headroom);
        double busy = Math.max(work.at(peak.get()).seconds(), traffic.get().seconds());
        double step = busy / (1 - headroom.pipelineBubble().fraction());
        return Optional.of(tokens(assessment) / step);
    }

    private static double tokens(Assessment assessment) {
        return switch (assessment.plan().workload()) {
            case Training t -> (double) t.globalBatch() * t.sequenceLength();
            case Inference i -> i.concurrentSequences();
        };
    }
}
