package io.shardfit.domain.verdict;

import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/// The answer in one word, spelt the same everywhere.
public enum Readiness {
    /// The high estimate plus the safety margin fits.
    READY,
    /// The expected estimate fits, the high one or the margin does not.
    TIGHT,
    /// It will not run.
    NOT_READY,
    /// Cannot be judged; never a guess.
    UNKNOWN;

    /// {@return the best of several: one plan that may be deployed is enough}
    public static Readiness best(Collection<Readiness> words) {
        return Stream.of(READY, TIGHT, UNKNOWN)
                .filter(words::contains)
                .findFirst()
                .orElse(NOT_READY);
    }

    /// {@return whether the plan is expected to run}
    public boolean passes() {
        return this == READY || this == TIGHT;
    }

    static Readiness of(List<Finding> findings) {
        Set<Severity> severities = EnumSet.noneOf(Severity.class);
        for (Finding finding : findings) {
            severities.add(finding.severity());
        }
        return of(severities);
    }

    /// {@return the answer that findings of these severities make together}
    public static Readiness of(Set<Severity> severities) {
        if (severities.contains(Severity.BLOCKER)) {
            return NOT_READY;
        }
        if (severities.contains(Severity.UNDECIDED)) {
            return UNKNOWN;
        }
        return severities.contains(Severity.TIGHT) ? TIGHT : READY;
    }
}
