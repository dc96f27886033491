package io.shardfit.domain.quantity;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// A unit in which people state an amount of bytes. Decimal units are powers of 1000, binary ones
/// of 1024; the two families never share a symbol (IEC 80000-13).
public enum ByteUnit {
    BYTE("B", 1L),
    KILOBYTE("KB", 1_000L),
    MEGABYTE("MB", 1_000_000L),
    GIGABYTE("GB", 1_000_000_000L),
    TERABYTE("TB", 1_000_000_000_000L),
    KIBIBYTE("KiB", 1L << 10),
    MEBIBYTE("MiB", 1L << 20),
    GIBIBYTE("GiB", 1L << 30),
    TEBIBYTE("TiB", 1L << 40);

    private final String symbol;
    private final BigDecimal bytes;

    ByteUnit(String symbol, long bytes) {
        this.symbol = symbol;
        this.bytes = BigDecimal.valueOf(bytes);
    }

    /// {@return the unit with exactly this symbol, case included: `GB` and `GiB` differ on purpose}
    public static Optional<ByteUnit> ofSymbol(String symbol) {
        return Arrays.stream(values()).filter(unit -> unit.symbol.equals(symbol)).findFirst();
    }

    public static List<String> symbols() {
        return Arrays.stream(values()).map(ByteUnit::symbol).toList();
    }

    public String symbol() {
        return symbol;
    }

    /// {@return how many bytes one of this unit is}
    public BigDecimal bytes() {
        return bytes;
    }
}
