package io.shardfit.application.format;

import io.shardfit.domain.quantity.ByteRate;
import io.shardfit.domain.quantity.ByteSize;
import io.shardfit.domain.quantity.ByteUnit;
import io.shardfit.domain.quantity.FlopRate;
import io.shardfit.domain.quantity.Share;
import java.math.BigDecimal;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Amounts as people write them: a number, a space and a unit.
public final class Amounts {
    private static final Pattern NUMBER =
            Pattern.compile("[0-9]{1,30}(\\.[0-9]{1,30})?([eE][+-]?[0-9]{1,2})?");
    private static final Pattern AMOUNT = Pattern.compile("(" + NUMBER + ") ?([A-Za-z/%]{1,10})");
    private static final Map<String, BigDecimal> FLOP_UNITS =
            Map.of(
                    "FLOPS", BigDecimal.ONE,
                    "GFLOPS", BigDecimal.TEN.pow(9),
                    "TFLOPS", BigDecimal.TEN.pow(12),
                    "PFLOPS", BigDecimal.TEN.pow(15));

    private Amounts() {}

    /// {@return the number, when the text is one that a person would write}
    static Optional<BigDecimal> number(String text) {
        return NUMBER.matcher(text).matches()
                ? Optional.of(new BigDecimal(text))
                : Optional.empty();
    }

    static Optional<ByteSize> bytes(String text) {
        return split(text)
                .flatMap(amount ->
                        ByteUnit.ofSymbol(amount.unit())
                                .flatMap(unit -> sized(amount.number(), unit)));
    }

    private static Optional<ByteSize> sized(BigDecimal number, ByteUnit unit) {
        boolean fits =
                number.multiply(unit.bytes()).compareTo(BigDecimal.valueOf(Long.MAX_VALUE)) < 0;
        return fits ? Optional.of(ByteSize.of(number, unit)) : Optional.empty();
    }

    static Optional<FlopRate> flopRate(String text) {
        return split(text)
                .flatMap(amount ->
                        Optional.ofNullable(FLOP_UNITS.get(amount.unit()))
                                .map(amount.number()::multiply))
                .map(BigDecimal::doubleValue)
                .filter(perSecond -> perSecond > 0)
                .map(FlopRate::new);
    }

    static Optional<ByteRate> byteRate(String text) {
        return split(text)
                .filter(amount -> amount.unit().endsWith("/s"))
                .flatMap(amount ->
                        ByteUnit.ofSymbol(amount.unit().substring(0, amount.unit().length() - 2))
                                .map(unit -> amount.number().multiply(unit.bytes())))
                .map(BigDecimal::doubleValue)
                .filter(perSecond -> perSecond > 0)
                .map(ByteRate::new);
    }

    /// {@return a number with its % sign; without one, 0.08 could mean 8 % as well}
    public static Optional<Share> percent(String text) {
        return split(text)
                .filter(amount -> amount.unit().equals("%"))
                .map(amount -> amount.number().movePointLeft(2).doubleValue())
                .map(Share::new);
    }

    private record Amount(BigDecimal number, String unit) {}

    private static Optional<Amount> split(String text) {
        Matcher matcher = AMOUNT.matcher(text);
        return matcher.matches()
                ? Optional.of(new Amount(new BigDecimal(matcher.group(1)), matcher.group(4)))
                : Optional.empty();
    }
}
