package io.shardfit.domain.time;

/// Which end of every factor's interval is taken.
public enum Pace {
    FAST,
    EXPECTED,
    SLOW
}
