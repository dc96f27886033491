package io.shardfit.domain.quantity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ParameterCountTest {

    @ParameterizedTest
    @CsvSource({
        "70553706496, BF16, 141107412992",
        "70553706496, FP8,   70553706496",
        "70553706496, FP32, 282214825984",
        "70553706497, INT4,  35276853249", // half a byte takes a byte
        "1,           FP4,             1",
        "0,           BF16,            0",
    })
    void storedInAPrecisionItTakesWholeBytes(long count, Precision precision, long bytes) {
        assertThat(ParameterCount.of(count).storedAs(precision)).isEqualTo(ByteSize.ofBytes(bytes));
    }

    @ParameterizedTest
    @CsvSource({"671026404352, 671.03 B", "5000000, 0.01 B", "4999999, 0.00 B", "0, 0.00 B"})
    void printsInBillionsHalfUp(long count, String printed) {
        assertThat(ParameterCount.of(count)).hasToString(printed);
    }

    @Test
    void addsMultipliesAndShardsExactly() {
        ParameterCount matrix = ParameterCount.ofMatrix(8_192, 28_672);

        assertThat(matrix).isEqualTo(ParameterCount.of(234_881_024));
        assertThat(matrix.times(3).plus(ParameterCount.of(1)))
                .isEqualTo(ParameterCount.of(704_643_073));
        assertThat(ParameterCount.of(10).shardedOver(4)).isEqualTo(ParameterCount.of(3));
        assertThat(ParameterCount.ZERO).isLessThan(matrix);
    }

    @Test
    void aNegativeCountIsRefusedAndOverflowThrows() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ParameterCount.of(-1))
                .withMessageContaining("-1");
        ParameterCount most = ParameterCount.of(Long.MAX_VALUE);
        assertThatExceptionOfType(ArithmeticException.class).isThrownBy(() -> most.plus(most));
        assertThatExceptionOfType(ArithmeticException.class).isThrownBy(() -> most.times(2));
        assertThatExceptionOfType(ArithmeticException.class)
                .isThrownBy(() -> most.storedAs(Precision.FP8));
        assertThatExceptionOfType(ArithmeticException.class)
                .isThrownBy(() -> ParameterCount.ofMatrix(1L << 32, 1L << 31));
    }
}
