package io.shardfit.domain.quantity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ShareTest {

    @ParameterizedTest
    @CsvSource({
        "64, 16, 400 %, 400.00 %, 4.00",
        "114530000000, 85899345920, 133 %, 133.33 %, 1.33",
        "1, 8, 13 %, 12.50 %, 0.13",
        "0, 8, 0 %, 0.00 %, 0.00",
    })
    void printsInPerCentAndAsADecimalHalfUp(
            long part, long whole, String rounded, String printed, String decimal) {
        Share share = Share.of(part, whole);

        assertThat(share.percent(0)).isEqualTo(rounded);
        assertThat(share).hasToString(printed);
        assertThat(share.rounded(2)).isEqualTo(decimal);
    }

    @Test
    void isOrderedByHowMuchItIs() {
        assertThat(Share.ofPercent(20)).isEqualTo(new Share(0.2));
        assertThat(new Share(0.21).isMoreThan(Share.ofPercent(20))).isTrue();
        assertThat(new Share(0.2).isMoreThan(Share.ofPercent(20))).isFalse();
        assertThat(new Share(0.1)).isLessThan(new Share(0.2));
    }

    @ParameterizedTest
    @ValueSource(doubles = {-0.1, Double.NaN, Double.POSITIVE_INFINITY})
    void whatIsNoShareIsRefused(double fraction) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Share(fraction))
                .withMessageContaining(Double.toString(fraction));
    }

    @Test
    void aShareOfNothingIsRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> Share.of(1, 0));
        assertThatIllegalArgumentException().isThrownBy(() -> Share.of(0, 0));
    }
}
