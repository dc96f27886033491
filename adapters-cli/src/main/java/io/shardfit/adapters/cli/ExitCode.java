package io.shardfit.adapters.cli;

import io.shardfit.domain.verdict.Readiness;

/// The published exit codes; a number is never used for a second meaning.
final class ExitCode {
    static final int PASSED = 0;
    static final int NOT_READY = 1;
    static final int USAGE = 2;
    static final int UNKNOWN = 3;
    static final int REFUSED = 4;
    static final int RETRY = 5;
    static final int PENDING = 8;
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

    /// {@return the code of a verdict as a server writes it; a word of a later version cannot be
    /// judged by}
    static int ofVerdict(String word) {
        return switch (word) {
            case "READY", "TIGHT" -> PASSED;
            case "NOT_READY" -> NOT_READY;
            default -> UNKNOWN;
        };
    }

    /// {@return whether a plan may run that stands so, as a server writes it}
    static int ofStanding(String word) {
        return switch (word) {
            case "EFFECTIVE", "AT_RISK" -> PASSED;
            case "PENDING" -> PENDING;
            default -> REFUSED;
        };
    }
}
