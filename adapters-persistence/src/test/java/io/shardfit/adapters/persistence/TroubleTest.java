package io.shardfit.adapters.persistence;

import static org.assertj.core.api.Assertions.assertThat;

import io.shardfit.application.port.LedgerSilent;
import java.io.UncheckedIOException;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Codes from appendix A of PostgreSQL's manual.
class TroubleTest {
    /// Connection lost, too many of them, no memory, starting, stopped, serialisation, lock not
    /// had, statement cancelled for its time.
    @ParameterizedTest
    @ValueSource(strings = {"08006", "53300", "53200", "57P03", "57P01", "40001", "55P03", "57014"})
    void whoeverAsksAgainMayGetAnAnswer(String state) {
        assertThat(Trouble.reading(new SQLException("away", state)))
                .isInstanceOf(LedgerSilent.class)
                .hasMessageContaining("away");
    }

    @Test
    void aPoolWithoutAConnectionSaysNothingElse() {
        assertThat(Trouble.reading(new SQLException("timed out"))).isInstanceOf(LedgerSilent.class);
    }

    /// A wrong statement, a table or column that is not there, no right, corrupted data, a value
    /// out of range, a rule of the log: asking again helps nobody.
    @ParameterizedTest
    @ValueSource(strings = {"42601", "42P01", "42703", "42501", "XX000", "XX001", "22003", "EV001"})
    void anythingElseIsAFault(String state) {
        assertThat(Trouble.reading(new SQLException("wrong", state)))
                .isInstanceOf(UncheckedIOException.class)
                .isNotInstanceOf(LedgerSilent.class)
                .hasMessageContaining("wrong");
    }
}
