package io.shardfit.domain.quantity;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// How a number is stored. Scales of block-wise formats are counted apart from the values.
public enum Precision {
    FP32(32),
    TF32(32),
    BF16(16),
    FP16(16),
    FP8(8),
    INT8(8),
    FP4(4),
    INT4(4);

    private final int bits;

    Precision(int bits) {
        this.bits = bits;
    }

    /// {@return the precision of this word of a plan, such as `bf16`}
    public static Optional<Precision> ofWord(String word) {
        return Arrays.stream(values()).filter(value -> value.word().equals(word)).findFirst();
    }

    public static List<String> words() {
        return Arrays.stream(values()).map(Precision::word).toList();
    }

    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    public int bits() {
        return bits;
    }
}
