package io.shardfit.application.measurement;

import java.math.BigDecimal;

/// The unit in which a program prints, which need not be the one that its symbol says: PyTorch
/// users write MB for 2^20 bytes.
///
/// @param symbol as printed
/// @param bytes what one of it really is
/// @param because where that is known from
public record PrintedUnit(String symbol, BigDecimal bytes, String because) {
    public static PrintedUnit binary(String symbol, int power, String because) {
        return new PrintedUnit(symbol, BigDecimal.TWO.pow(power), because);
    }

    public static PrintedUnit decimal(String symbol, int power, String because) {
        return new PrintedUnit(symbol, BigDecimal.TEN.pow(power), because);
    }

    public static final PrintedUnit BYTE = new PrintedUnit("B", BigDecimal.ONE, "counted in bytes");

    public static final PrintedUnit ONE = new PrintedUnit("", BigDecimal.ONE, "counted one by one");

    /// {@return a sentence for a symbol that misleads; empty when the symbol says what it is}
    public String caution() {
        boolean misleads =
                bytes.compareTo(BigDecimal.TWO.pow(20)) == 0 && symbol.equals("MB")
                        || bytes.compareTo(BigDecimal.TWO.pow(30)) == 0 && symbol.equals("GB");
        return misleads
                ? symbol
                        + " here is 2^"
                        + (symbol.equals("MB") ? 20 : 30)
                        + " bytes ("
                        + because
                        + ")"
                : "";
    }
}
