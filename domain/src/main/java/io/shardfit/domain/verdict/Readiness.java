package io.shardfit.domain.verdict;

import java.util.Collection;
import java.util.List;
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

    /// {@return whether the plan passes, as well as `wanted` or better}
    public boolean reaches(Readiness wanted) {
        return passes() && compareTo(wanted) <= 0;
    }

    static Readiness of(List<Finding> findings) {
        if (contains(findings, Severity.BLOCKER)) {
            return NOT_READY;
        }
        if (contains(findings, Severity.UNDECIDED)) {
            return UNKNOWN;
        }
        return contains(findings, Severity.TIGHT) ? TIGHT : READY;
    }

    private static boolean contains(List<Finding> findings, Severity severity) {
        for (int i = 0; i < findings.size(); i++) {
            if (findings.get(i).severity() == severity) {
                return true;
            }
        }
        return false;
    }
}
