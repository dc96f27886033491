package io.shardfit.domain.remedy;

import io.shardfit.domain.quantity.Ratio;
import io.shardfit.domain.time.KnownTime;
import io.shardfit.domain.time.Pace;
import io.shardfit.domain.verdict.Assessment;
import java.util.Optional;

/// How fast a changed plan is expected to be over the plan as it was (docs/time-model.md).
final class RelativeSpeed {
    private static final int PARTS = 1_000_000;

    private RelativeSpeed() {}

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
        return assessment.time() instanceof KnownTime known
                ? Optional.of(known.throughput(Pace.EXPECTED).perSecond())
                : Optional.empty();
    }
}
