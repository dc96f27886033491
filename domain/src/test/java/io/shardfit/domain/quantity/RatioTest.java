package io.shardfit.domain.quantity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RatioTest {

    @ParameterizedTest
    @CsvSource({
        "1, 1, 7, 7",
        "1, 2, 7, 4",
        "3, 2, 7, 11",
        "0, 1, 7, 0",
        "53, 1000, 1000, 53",
        "53, 1000, 1001, 54",
        // 2^62 × 3 does not fit a long, a half of it does
        "3, 4, 4611686018427387904, 3458764513820540928",
        // 2^63 - 1 times 2 over 2 comes back
        "2, 2, 9223372036854775807, 9223372036854775807",
        // 2^32 × 2^31 sets the sign bit of the low half and nothing of the high half
        "2147483648, 2147483648, 4294967296, 4294967296",
    })
    void aFactorIsAppliedExactlyAndRoundedUp(
            long numerator, long denominator, long amount, long expected) {
        assertThat(Ratio.of(numerator, denominator).ofRoundedUp(amount)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 20_261_122, 7_777_777})
    void agreesWithUnlimitedArithmeticOnAnyNumbers(long seed) {
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
        List<String> wrong = new ArrayList<>();
        for (int i = 0; i < 20_000; i++) {
            long amount = random.nextLong() >>> 1 >>> random.nextInt(62);
            long numerator = random.nextLong() >>> 1 >>> random.nextInt(62);
            long denominator = (random.nextLong() >>> 1 >>> random.nextInt(62)) + 1;
            if (denominator <= 0) {
                continue;
            }
            String computed = roundedUp(Ratio.of(numerator, denominator), amount);
            String expected = exactly(amount, numerator, denominator);
            if (!computed.equals(expected)) {
                wrong.add(
                        "%d × %d ÷ %d = %s, got %s"
                                .formatted(amount, numerator, denominator, expected, computed));
            }
        }

        assertThat(wrong).as("seed %d", seed).isEmpty();
    }

    private static String roundedUp(Ratio ratio, long amount) {
        try {
            return Long.toString(ratio.ofRoundedUp(amount));
        } catch (ArithmeticException tooLarge) {
            return "too large";
        }
    }

    private static String exactly(long amount, long numerator, long denominator) {
        BigInteger[] parts =
                BigInteger.valueOf(amount)
                        .multiply(BigInteger.valueOf(numerator))
                        .divideAndRemainder(BigInteger.valueOf(denominator));
        BigInteger up = parts[1].signum() == 0 ? parts[0] : parts[0].add(BigInteger.ONE);
        return up.bitLength() < 64 ? up.toString() : "too large";
    }

    @Test
    void aResultThatDoesNotFitThrows() {
        assertThatExceptionOfType(ArithmeticException.class)
                .isThrownBy(() -> Ratio.of(2, 1).ofRoundedUp(Long.MAX_VALUE));
    }

    @ParameterizedTest
    @CsvSource({"-1, 1", "1, 0", "1, -1"})
    void aNegativeOrEndlessRatioIsRefused(long numerator, long denominator) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Ratio.of(numerator, denominator))
                .withMessageContaining(numerator + "/" + denominator);
    }

    @ParameterizedTest
    @CsvSource({"1, 1, 1", "1053, 1000, 1.053", "1, 2, 0.5", "10, 1000, 0.01", "3, 1, 3"})
    void printsAsAPlainDecimal(long numerator, long denominator, String printed) {
        assertThat(Ratio.of(numerator, denominator)).hasToString(printed);
    }
}
