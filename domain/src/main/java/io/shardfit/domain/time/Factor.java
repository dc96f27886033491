package io.shardfit.domain.time;

import io.shardfit.domain.quantity.Derivation;

/// A measured share or latency with the interval in which it was seen.
///
/// @param fast the end that makes a step shorter
/// @param slow the end that makes a step longer
/// @param source where it was measured or observed
record Factor(double fast, double expected, double slow, String source) {
    double at(Pace pace) {
        return switch (pace) {
            case FAST -> fast;
            case EXPECTED -> expected;
            case SLOW -> slow;
        };
    }

    Factor times(double scale, String why) {
        return new Factor(fast * scale, expected * scale, slow * scale, source + "; " + why);
    }

    Derivation.Term term(String symbol, Pace pace, String meaning) {
        return Derivation.term(symbol, at(pace), meaning, source);
    }
}
