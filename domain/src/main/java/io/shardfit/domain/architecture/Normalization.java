package io.shardfit.domain.architecture;

import java.util.Locale;

/// The normalisation of a layer and how many vectors of weights it has.
public enum Normalization {
    RMSNORM(1),
    LAYERNORM(2);

    private final int vectors;

    Normalization(int vectors) {
        this.vectors = vectors;
    }

    /// {@return weight vectors of hidden size per norm: scale, and shift for layer norm}
    public int vectors() {
        return vectors;
    }

    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
