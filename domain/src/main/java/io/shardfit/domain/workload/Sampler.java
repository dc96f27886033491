package io.shardfit.domain.workload;

import java.util.Locale;

/// What picks the next token in a serving engine.
public enum Sampler {
    /// The engine's own: a sort, or a kernel of its own in later releases.
    NATIVE,
    FLASHINFER;

    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
