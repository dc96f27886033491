package io.shardfit.domain.search;

import io.shardfit.domain.quantity.Seconds;
import io.shardfit.domain.verdict.Assessment;
import java.util.Optional;

/// How long a step of a candidate takes, for ranking: one optimizer step when training, one token
/// of every sequence when serving.
public interface CandidateTime {
    /// {@return the expected seconds; empty where a rate of the GPU is not known}
    Optional<Seconds> of(Assessment assessment);

    /// {@return what the seconds are and what they leave out, for readers of an answer}
    String meaning();

    /// {@return the one that a search uses}
    static CandidateTime current() {
        return new PeakRateTime();
    }
}
