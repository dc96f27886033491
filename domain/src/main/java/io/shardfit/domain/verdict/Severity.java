package io.shardfit.domain.verdict;

import java.util.Locale;

/// What a finding does to the verdict, from the heaviest to the lightest.
public enum Severity {
    /// The job will not run: NOT_READY.
    BLOCKER,
    /// Something needed for an answer is not known: UNKNOWN, unless something blocks anyway.
    UNDECIDED,
    /// It is expected to run, without the safety that READY promises: TIGHT.
    TIGHT,
    /// It runs, but something is likely not as intended.
    WARNING,
    /// Worth knowing.
    ADVICE;

    /// {@return whether it keeps the verdict from being READY}
    public boolean decides() {
        return compareTo(TIGHT) <= 0;
    }

    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
