package io.shardfit.domain.search;

import io.shardfit.domain.quantity.Seconds;
import io.shardfit.domain.verdict.Assessment;
import java.util.Optional;

/// How long a step of a candidate takes, for ranking: one optimizer step when training, one token
/// of every sequence when serving.
@FunctionalInterface
public interface CandidateTime {
    /// {@return the expected seconds; empty where a rate of the GPU is not known}
    Optional<Seconds> of(Assessment assessment);

    /// {@return the one that a search uses}
    static CandidateTime current() {
        return CandidateTime::bound;
    }

    /// The longer of arithmetic and memory traffic at peak rates, and the pipeline's idle share on
    /// top. A lower bound without communication; it orders strategies by what it knows.
    private static Optional<Seconds> bound(Assessment assessment) {
        Optional<Seconds> compute = assessment.compute().computeSeconds();
        Optional<Seconds> memory = assessment.compute().memorySeconds();
        if (compute.isEmpty() || memory.isEmpty()) {
            return Optional.empty();
        }
        double busy = Math.max(compute.get().seconds(), memory.get().seconds());
        double idle = assessment.compute().pipelineBubble().fraction();
        return Optional.of(new Seconds(busy / (1 - idle)));
    }
}
