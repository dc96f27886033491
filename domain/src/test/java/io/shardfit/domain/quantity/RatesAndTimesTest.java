package io.shardfit.domain.quantity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RatesAndTimesTest {

    @ParameterizedTest
    @CsvSource({
        "0,        0.00 FLOP",
        "1,        1.00 FLOP",
        "999.994,  999.99 FLOP",
        "999.995,  1.00 KFLOP",
        "1e6,      1.00 MFLOP",
        "1.234e15, 1.23 PFLOP",
        "1.235e15, 1.24 PFLOP",
        "3.14e24,  3.14 YFLOP",
        "3.14e28,  31400.00 YFLOP",
    })
    void operationsPrintWithThePrefixThatLeavesThreeDigits(double operations, String printed) {
        assertThat(new FlopCount(operations)).hasToString(printed);
    }

    @Test
    void ratesPrintAsDataSheetsDo() {
        assertThat(FlopRate.ofTeraFlops(989)).hasToString("989.00 TFLOP/s");
        assertThat(new ByteRate(3.35e12)).hasToString("3.35 TB/s");
    }

    @ParameterizedTest
    @CsvSource({
        "1.42,     1.42 s",
        "1,        1.00 s",
        "0,        0 s",
        "1234.5,   1230 s",
        "0.25,     250 ms",
        "0.00125,  1.25 ms",
        "0.000125, 125 µs",
        "1e-9,     0.00100 µs",
        "0.9999,   1.00 s",
        "0.00099999, 1.00 ms",
    })
    void aTimePrintsWithThreeDigits(double seconds, String printed) {
        assertThat(new Seconds(seconds)).hasToString(printed);
    }

    @Test
    void anAmountOverARateIsATime() {
        assertThat(new FlopCount(989e12).at(FlopRate.ofTeraFlops(989))).isEqualTo(new Seconds(1));
        assertThat(new ByteRate(2e9).timeFor(ByteSize.ofBytes(1_000_000_000L)))
                .isEqualTo(new Seconds(0.5));
        assertThat(new FlopCount(1).plus(new FlopCount(2))).isEqualTo(new FlopCount(3));
        assertThat(new Seconds(2).isLongerThan(new Seconds(1))).isTrue();
        assertThat(new Seconds(1).isLongerThan(new Seconds(1))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, -1, Double.NaN, Double.POSITIVE_INFINITY})
    void aRateIsFiniteAndPositive(double perSecond) {
        assertThatIllegalArgumentException().isThrownBy(() -> new ByteRate(perSecond));
        assertThatIllegalArgumentException().isThrownBy(() -> new FlopRate(perSecond));
    }

    @ParameterizedTest
    @ValueSource(doubles = {-1, Double.NaN, Double.POSITIVE_INFINITY})
    void operationsAndTimesAreFiniteAndNotNegative(double amount) {
        assertThatIllegalArgumentException().isThrownBy(() -> new FlopCount(amount));
        assertThatIllegalArgumentException().isThrownBy(() -> new Seconds(amount));
    }
}
