package io.shardfit.domain.verdict;

import java.util.Collection;
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

    /// {@return whether the plan passes, as well as `wanted` or better}
    public boolean reaches(Readiness wanted) {
        return passes() && compareTo(wanted) <= 0;
    }

    /// No set is made of them: a search asks this millions of times.
    static Readiness of(List<Finding> findings) {
        return of(
                contains(findings, Severity.BLOCKER),
                contains(findings, Severity.UNDECIDED),
                contains(findings, Severity.TIGHT));
    }

    /// {@return the answer that findings of these severities make together}
    public static Readiness of(Set<Severity> severities) {
        return of(
                severities.contains(Severity.BLOCKER),
                severities.contains(Severity.UNDECIDED),
                severities.contains(Severity.TIGHT));
    }

    private static Readiness of(boolean blocked, boolean undecided, boolean tight) {
        if (blocked) {
            return NOT_READY;
        }
        return undecided ? UNKNOWN : tight ? TIGHT : READY;
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
