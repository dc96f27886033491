package io.shardfit.adapters.cli;

import io.shardfit.domain.verdict.Readiness;

/// The published exit codes; a number is never used for a second meaning.
final class ExitCode {
    static final int PASSED = 0;
    static final int NOT_READY = 1;
    static final int USAGE = 2;
    static final int UNKNOWN = 3;
    static final int BUG = 70;
    static final int NOT_WRITTEN = 74;

    private ExitCode() {}

    static int of(Readiness readiness) {
        return switch (readiness) {
            case READY, TIGHT -> PASSED;
            case NOT_READY -> NOT_READY;
            case UNKNOWN -> UNKNOWN;
        };
    }
}
