package io.shardfit.domain.search;

import io.shardfit.domain.quantity.Seconds;
import io.shardfit.domain.verdict.Assessment;
import java.util.Optional;

/// The longer of arithmetic and memory traffic at peak rates, and the pipeline's idle share on top:
/// a lower bound that orders strategies by what it knows.
record PeakRateTime() implements CandidateTime {
    @Override
    public Optional<Seconds> of(Assessment assessment) {
        Optional<Seconds> compute = assessment.compute().computeSeconds();
        Optional<Seconds> memory = assessment.compute().memorySeconds();
        if (compute.isEmpty() || memory.isEmpty()) {
            return Optional.empty();
        }
        double busy = Math.max(compute.get().seconds(), memory.get().seconds());
        double idle = assessment.compute().pipelineBubble().fraction();
        return Optional.of(new Seconds(busy / (1 - idle)));
    }

    @Override
    public String meaning() {
        return "a lower bound: arithmetic or memory traffic at peak rates and the pipeline's idle"
                + " time, no communication";
    }
}
