package io.shardfit.domain.quantity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.math.BigDecimal;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Isolated("changes the locale of all")
class ByteSizeTest {

    @Test
    void aGibibyteIsTwoToTheThirtyAndAGigabyteTenToTheNine() {
        assertThat(ByteSize.ofGiB(1).bytes()).isEqualTo(1_073_741_824L);
        assertThat(ByteSize.ofMiB(1).bytes()).isEqualTo(1_048_576L);
        assertThat(ByteSize.of(BigDecimal.ONE, ByteUnit.GIGABYTE).bytes())
                .isEqualTo(1_000_000_000L);
        assertThat(ByteSize.of(BigDecimal.ONE, ByteUnit.GIBIBYTE)).isEqualTo(ByteSize.ofGiB(1));
    }

    @ParameterizedTest
    @CsvSource({
        "114.53, GIGABYTE, 114530000000",
        "0.1,    GIBIBYTE, 107374183", // 107374182.4: a part of a byte takes a byte
        "1.5,    KIBIBYTE, 1536",
        "0.0001, KILOBYTE, 1",
        "0,      TERABYTE, 0",
    })
    void anAmountInAUnitIsRoundedUpToAWholeByte(BigDecimal amount, ByteUnit unit, long bytes) {
        assertThat(ByteSize.of(amount, unit)).isEqualTo(ByteSize.ofBytes(bytes));
    }

    @ParameterizedTest
    @CsvSource({
        "114530000000, 106.66 GiB",
        "85899345920,  80.00 GiB",
        "0,            0.00 GiB",
        "5368709,      0.00 GiB", // 0.00499999… GiB
        "5368710,      0.01 GiB", // 0.00500000… GiB, half up
        "9223372036854775807, 8589934592.00 GiB",
    })
    void printsInGibibytesRoundedHalfUp(long bytes, String printed) {
        assertThat(ByteSize.ofBytes(bytes)).hasToString(printed);
    }

    @Test
    void printsInTheUnitItIsAskedFor() {
        ByteSize declared = ByteSize.ofBytes(114_530_000_000L);

        assertThat(declared.in(ByteUnit.GIGABYTE, 2)).isEqualTo("114.53 GB");
        assertThat(declared.in(ByteUnit.GIBIBYTE, 4)).isEqualTo("106.6644 GiB");
        assertThat(declared.in(ByteUnit.BYTE, 0)).isEqualTo("114530000000 B");
    }

    @Test
    void printsTheSameWhereCommasSeparateDecimals() {
        Locale before = Locale.getDefault();
        try {
            Locale.setDefault(Locale.GERMANY);
            assertThat(ByteSize.ofBytes(114_530_000_000L)).hasToString("106.66 GiB");
            assertThat(ParameterCount.of(671_026_404_352L)).hasToString("671.03 B");
            assertThat(Share.of(4, 3)).hasToString("133.33 %");
            assertThat(FlopRate.ofTeraFlops(989)).hasToString("989.00 TFLOP/s");
            assertThat(new Seconds(1.42)).hasToString("1.42 s");
            assertThat(Ratio.ofThousandths(1053)).hasToString("1.053");
        } finally {
            Locale.setDefault(before);
        }
    }

    @Test
    void aNegativeAmountIsRefusedWithTheAmount() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ByteSize.ofBytes(-1))
                .withMessageContaining("-1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ByteSize.ofBytes(1).minus(ByteSize.ofBytes(3)))
                .withMessageContaining("-2");
    }

    @Test
    void arithmeticNeverWraps() {
        ByteSize most = ByteSize.ofBytes(Long.MAX_VALUE);

        assertThatExceptionOfType(ArithmeticException.class)
                .isThrownBy(() -> most.plus(ByteSize.ofBytes(1)));
        assertThatExceptionOfType(ArithmeticException.class).isThrownBy(() -> most.times(2));
        assertThatExceptionOfType(ArithmeticException.class)
                .isThrownBy(() -> ByteSize.ofGiB(1L << 33));
        assertThatExceptionOfType(ArithmeticException.class)
                .isThrownBy(() -> ByteSize.ofMiB(1L << 43));
        assertThatExceptionOfType(ArithmeticException.class)
                .isThrownBy(() -> most.scaledBy(Ratio.of(3, 2)));
        assertThatExceptionOfType(ArithmeticException.class)
                .isThrownBy(() -> ByteSize.of(new BigDecimal("1e10"), ByteUnit.GIGABYTE));
    }

    @ParameterizedTest
    @CsvSource({
        "10, 4, 3",
        "12, 4, 3",
        "1, 8, 1",
        "0, 8, 0",
        "9007199254740993, 2, 4503599627370497"
    })
    void theLargestShardIsRoundedUp(long bytes, long ways, long shard) {
        assertThat(ByteSize.ofBytes(bytes).shardedOver(ways)).isEqualTo(ByteSize.ofBytes(shard));
    }

    @Test
    void scalingRoundsUpToo() {
        assertThat(ByteSize.ofBytes(1000).scaledBy(Ratio.ofThousandths(1053)))
                .isEqualTo(ByteSize.ofBytes(1053));
        assertThat(ByteSize.ofBytes(1001).scaledBy(Ratio.ofThousandths(1053)))
                .isEqualTo(ByteSize.ofBytes(1055));
    }

    @Test
    void theLargerOfTwoIsTheMoreOne() {
        ByteSize small = ByteSize.ofBytes(1);
        ByteSize large = ByteSize.ofBytes(2);

        assertThat(small.max(large)).isEqualTo(large);
        assertThat(large.max(small)).isEqualTo(large);
        assertThat(large.isMoreThan(small)).isTrue();
        assertThat(large.isMoreThan(large)).isFalse();
        assertThat(small).isLessThan(large);
        assertThat(large.plus(small).minus(large)).isEqualTo(small);
        assertThat(ByteSize.ofGiB(40).shareOf(ByteSize.ofGiB(80))).isEqualTo(new Share(0.5));
    }
}
