package io.shardfit.adapters.web.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;

class CsvTest {
    /// What OWASP names under "CSV Injection", and the quoting of RFC 4180.
    @Test
    void whatASpreadsheetWouldComputeIsShown() {
        Csv csv =
                new Csv("what", "number")
                        .add(Csv.row().text("=1+1").number(Optional.of(-2L)))
                        .add(Csv.row().text("@SUM(A1)").number(Optional.empty()))
                        .add(Csv.row().text("-a, \"b\"").number(Optional.of(3)))
                        .add(Csv.row().text("two\nlines").number(Optional.of(3)))
                        .add(Csv.row().text("\tx").number(Optional.of(3)));

        assertThat(csv)
                .hasToString(
                        "what,number\r\n"
                                + "'=1+1,-2\r\n"
                                + "'@SUM(A1),\r\n"
                                + "\"'-a, \"\"b\"\"\",3\r\n"
                                + "\"two\n"
                                + "lines\",3\r\n"
                                + "'\tx,3\r\n");
    }
}
