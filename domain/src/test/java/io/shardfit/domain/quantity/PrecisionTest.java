package io.shardfit.domain.quantity;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class PrecisionTest {

    @ParameterizedTest
    @CsvSource({
        "FP32, fp32, 32",
        "TF32, tf32, 32",
        "BF16, bf16, 16",
        "FP16, fp16, 16",
        "FP8,  fp8,  8",
        "INT8, int8, 8",
        "FP4,  fp4,  4",
        "INT4, int4, 4",
    })
    void everyPrecisionHasItsWordAndItsBits(Precision precision, String word, int bits) {
        assertThat(precision.word()).isEqualTo(word);
        assertThat(precision.bits()).isEqualTo(bits);
    }

    @ParameterizedTest
    @EnumSource
    void aWordLeadsBackToItsPrecision(Precision precision) {
        assertThat(Precision.ofWord(precision.word())).contains(precision);
    }

    @Test
    void anUnknownWordIsNoPrecision() {
        assertThat(Precision.ofWord("BF16")).isEmpty();
        assertThat(Precision.ofWord("bfloat16")).isEmpty();
        assertThat(Precision.words()).hasSize(8).doesNotHaveDuplicates();
    }
}
