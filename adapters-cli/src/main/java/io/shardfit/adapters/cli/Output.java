package io.shardfit.adapters.cli;

import java.util.Locale;

/// How an answer is written.
enum Output {
    TEXT,
    JSON;

    /// {@return as it is typed}
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
