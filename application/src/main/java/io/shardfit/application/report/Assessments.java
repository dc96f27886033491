package io.shardfit.application.report;

import io.shardfit.domain.verdict.Assessment;
import io.shardfit.domain.verdict.Verdict;
import io.shardfit.domain.verdict.Verdict.Assessed;
import io.shardfit.domain.verdict.Verdict.Refused;
import java.util.Optional;

/// The amounts behind a verdict, where there are any.
final class Assessments {
    private Assessments() {}

    static Optional<Assessment> of(Verdict verdict) {
        return switch (verdict) {
            case Assessed assessed -> Optional.of(assessed.assessment());
            case Refused _ -> Optional.empty();
        };
    }
}
