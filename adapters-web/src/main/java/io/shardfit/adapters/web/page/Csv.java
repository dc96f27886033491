package io.shardfit.adapters.web.page;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// Tables as RFC 4180 writes them. A cell that a spreadsheet would take for a formula begins with
/// an apostrophe, so that it is shown and never computed.
public final class Csv {
    private static final String END = "\r\n";
    private static final String FORMULA = "=+-@\t\r\n|%";

    private final StringBuilder text = new StringBuilder();

    public Csv(String... columns) {
        line(List.of(columns));
    }

    /// A row that is being written.
    public static final class Row {
        private final List<String> cells = new ArrayList<>();

        private Row() {}

        /// {@return this, with what somebody wrote}
        public Row text(String value) {
            cells.add(quoted(shown(value)));
            return this;
        }

        /// {@return this, with a number of ours, which may be negative}
        public Row number(Optional<? extends Number> value) {
            cells.add(value.map(Object::toString).orElse(""));
            return this;
        }
    }

    public static Row row() {
        return new Row();
    }

    public Csv add(Row row) {
        text.append(String.join(",", row.cells)).append(END);
        return this;
    }

    private void line(List<String> values) {
        text.append(values.stream().map(Csv::quoted).collect(Collectors.joining(","))).append(END);
    }

    private static String shown(String value) {
        return !value.isEmpty() && FORMULA.indexOf(value.charAt(0)) >= 0 ? "'" + value : value;
    }

    private static String quoted(String value) {
        return value.chars().anyMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r')
                ? '"' + value.replace("\"", "\"\"") + '"'
                : value;
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
