package io.shardfit.domain.quantity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class EstimateTest {
    private static final ByteSize ONE = ByteSize.ofBytes(1);
    private static final ByteSize TWO = ByteSize.ofBytes(2);
    private static final ByteSize THREE = ByteSize.ofBytes(3);

    @Test
    void anIntervalIsOrdered() {
        assertThatIllegalArgumentException().isThrownBy(() -> Estimate.between(TWO, ONE, THREE));
        assertThatIllegalArgumentException().isThrownBy(() -> Estimate.between(ONE, THREE, TWO));
        assertThat(Estimate.between(ONE, ONE, ONE).expected()).isEqualTo(ONE);
    }

    @Test
    void aSumAddsEachEndAndIsAsSureAsItsWeakestPart() {
        Estimate sum = Estimate.between(ONE, TWO, THREE).plus(Estimate.exactly(TWO));

        assertThat(sum)
                .isEqualTo(Estimate.between(THREE, ByteSize.ofBytes(4), ByteSize.ofBytes(5)));
        assertThat(Estimate.exactly(ONE).plus(sum).basis()).isEqualTo(Basis.ESTIMATED);
        assertThat(Estimate.NOTHING.plus(Estimate.exactly(ONE)).basis()).isEqualTo(Basis.EXACT);
    }

    @ParameterizedTest
    @CsvSource({
        "EXACT, MEASURED, MEASURED",
        "DECLARED, MEASURED, DECLARED",
        "ESTIMATED, EXACT, ESTIMATED",
        "EXACT, EXACT, EXACT",
    })
    void theWeakerBasisWins(Basis one, Basis other, Basis weaker) {
        assertThat(one.weaker(other)).isEqualTo(weaker);
        assertThat(other.weaker(one)).isEqualTo(weaker);
    }

    @ParameterizedTest
    @EnumSource
    void aBasisIsALowerCaseWord(Basis basis) {
        assertThat(basis.word()).matches("[a-z]+").isEqualToIgnoringCase(basis.name());
    }
}
