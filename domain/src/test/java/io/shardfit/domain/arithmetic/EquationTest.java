package io.shardfit.domain.arithmetic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.math.BigDecimal;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The reader of printed equations must itself be right.
class EquationTest {
    private static final Map<String, Fraction> VALUES =
            Map.of("a", number("7"), "b_1", number("2"), "half", number("0.5"));

    private static Fraction number(String digits) {
        return Fraction.of(new BigDecimal(digits));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "2 + 3 × 4 | 14",
                "(2 + 3) × 4 | 20",
                "7 - 2 - 1 | 4",
                "12 ÷ 2 × 3 | 18",
                "12 ÷ (2 × 3) | 2",
                "7 ÷ 2 | 7/2",
                "ceil(7 ÷ 2) | 4",
                "ceil(8 ÷ 2) | 4",
                "floor(7 ÷ 2) | 3",
                "floor(2 - 7 ÷ 2) | -2",
                "ceil(2 - 7 ÷ 2) | -1",
                "max(1, 3, 2) | 3",
                "min(2, 1, 3) | 1",
                "min(2, 2) | 2",
                "a × b_1 + half | 29/2",
                "ceil(ceil(a ÷ b_1) × half) × 8192 | 16384",
                "0.1 + 0.2 | 3/10",
                "1 ÷ 3 × 3 | 1",
            })
    void anEquationHasTheValueAReaderWouldFind(String equation, String value) {
        assertThat(Equation.of(equation).valueWith(VALUES)).hasToString(value);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1 +", "(1", "1 2", "1 $ 2", "unknown", "ceil 1", ") 1", "ceil(1, )"})
    void whatIsNoEquationIsRefused(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> Equation.of(text).valueWith(VALUES));
    }

    @Test
    void divisionByZeroIsRefused() {
        assertThatExceptionOfType(ArithmeticException.class)
                .isThrownBy(() -> Equation.of("1 ÷ (a - 7)").valueWith(VALUES));
    }

    @Test
    void namesAreTheSymbolsAndNotTheFunctions() {
        assertThat(Equation.of("ceil(a ÷ b_1) × 2 + max(a, half)").names())
                .containsExactlyInAnyOrder("a", "b_1", "half");
    }
}
