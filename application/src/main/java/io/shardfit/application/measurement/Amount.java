package io.shardfit.application.measurement;

import java.math.BigDecimal;
import java.math.RoundingMode;

/// A printed number in its unit, and what it can have been before it was rounded.
///
/// @param number as printed
/// @param below how far the real amount may lie below it, in the same unit
/// @param above how far it may lie above
public record Amount(BigDecimal number, PrintedUnit unit, BigDecimal below, BigDecimal above) {
    /// A number rounded to the digits that are shown.
    public static Amount rounded(String digits, PrintedUnit unit) {
        BigDecimal number = new BigDecimal(digits);
        BigDecimal half = BigDecimal.ONE.movePointLeft(number.scale()).divide(BigDecimal.TWO);
        return new Amount(number, unit, half, half);
    }

    /// A number cut off after the digits that are shown.
    public static Amount cutOff(String digits, PrintedUnit unit) {
        BigDecimal number = new BigDecimal(digits);
        return new Amount(
                number, unit, BigDecimal.ZERO, BigDecimal.ONE.movePointLeft(number.scale()));
    }

    /// A number that was not rounded.
    public static Amount exactly(long number, PrintedUnit unit) {
        return new Amount(BigDecimal.valueOf(number), unit, BigDecimal.ZERO, BigDecimal.ZERO);
    }

    public Amount plus(Amount other) {
        return new Amount(
                number.add(other.number), unit, below.add(other.below), above.add(other.above));
    }

    /// {@return the amount in bytes or pieces, rounded up to a whole one}
    public long value() {
        return whole(number, RoundingMode.CEILING);
    }

    public long low() {
        return Math.max(0, whole(number.subtract(below), RoundingMode.FLOOR));
    }

    public long high() {
        return whole(number.add(above), RoundingMode.CEILING);
    }

    private long whole(BigDecimal units, RoundingMode mode) {
        return units.multiply(unit.bytes()).setScale(0, mode).longValueExact();
    }

    /// {@return as printed, with its symbol}
    public String written() {
        String symbol = unit.symbol();
        return number.toPlainString() + (symbol.isEmpty() ? "" : " " + symbol);
    }
}
