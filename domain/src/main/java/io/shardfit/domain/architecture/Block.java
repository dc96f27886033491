package io.shardfit.domain.architecture;

import java.util.Locale;

/// What a layer computes for each token by itself.
public enum Block {
    NONE,
    DENSE,
    MIXTURE;

    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
