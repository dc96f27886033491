package io.shardfit.domain.remedy;

import io.shardfit.domain.remedy.Attempts.Judged;
import io.shardfit.domain.remedy.Remedy.SetContextLength;
import io.shardfit.domain.verdict.Readiness;
import io.shardfit.domain.workload.Workload.Inference;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/// Between the longest context that was READY and the shortest longer one that was not, by halves:
/// shortening a context by more than needed is no least change.
final class LongestContext {
    private final Attempts attempts;
    private final BooleanSupplier stopped;

    LongestContext(Attempts attempts, BooleanSupplier stopped) {
        this.attempts = attempts;
        this.stopped = stopped;
    }

    /// {@return the further lengths that were judged; none where no shorter context is READY}
    List<Judged> between(List<Judged> singles) {
        if (!(attempts.base().plan().workload() instanceof Inference inference)) {
            return List.of();
        }
        int fits = 0;
        int fails = inference.contextLength();
        for (Judged single : singles) {
            if (single.edits().getFirst() instanceof SetContextLength(int tokens)) {
                boolean ready = attempts.reaches(single, Readiness.READY);
                fits = ready ? Math.max(fits, tokens) : fits;
                fails = ready ? fails : Math.min(fails, tokens);
            }
        }
        return fits == 0 ? List.of() : between(fits, fails);
    }

    private List<Judged> between(int longestReady, int shortestOther) {
        List<Judged> tried = new ArrayList<>();
        int fits = longestReady;
        int fails = shortestOther;
        while (fails - fits > EngineLevers.LENGTH_STEP && !stopped.getAsBoolean()) {
            int middle = (fits + fails) / 2 / EngineLevers.LENGTH_STEP * EngineLevers.LENGTH_STEP;
            if (middle <= fits) {
                break;
            }
            Optional<Judged> judged = attempts.judge(List.of(new SetContextLength(middle)));
            judged.ifPresent(tried::add);
            if (judged.filter(trial -> attempts.reaches(trial, Readiness.READY)).isPresent()) {
                fits = middle;
            } else {
                fails = middle;
            }
        }
        return tried;
    }
}
