package io.shardfit.domain.quantity;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ByteUnitTest {

    @ParameterizedTest
    @CsvSource({
        "B,   1",
        "KB,  1000",
        "MB,  1000000",
        "GB,  1000000000",
        "TB,  1000000000000",
        "KiB, 1024",
        "MiB, 1048576",
        "GiB, 1073741824",
        "TiB, 1099511627776",
    })
    void everySymbolIsOneNumberOfBytes(String symbol, BigDecimal bytes) {
        ByteUnit unit = ByteUnit.ofSymbol(symbol).orElseThrow();

        assertThat(unit.bytes()).isEqualTo(bytes);
        assertThat(unit.symbol()).isEqualTo(symbol);
    }

    @ParameterizedTest
    @ValueSource(strings = {"gb", "Gb", "GIB", "gib", "G", "", "PB"})
    void aSymbolIsReadToTheLetter(String symbol) {
        assertThat(ByteUnit.ofSymbol(symbol)).isEmpty();
    }

    @Test
    void noTwoUnitsShareASymbol() {
        assertThat(ByteUnit.symbols()).hasSize(9).doesNotHaveDuplicates();
    }
}
