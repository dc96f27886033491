package io.shardfit.application.format;

import io.shardfit.application.format.HistogramReading.Layer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// Lines of numbers: one column is the tokens of expert 0, 1, 2 …; with more, the first column is
/// the number of the expert and each other column a layer. A heading may name the columns.
///
/// @param lines of the file
record HistogramTable(List<String> lines) {
    private static final int MOST_EXPERTS = 65_536;

    List<Layer> layers() throws UnreadableText {
        List<Row> rows = rows();
        if (rows.isEmpty()) {
            throw new UnreadableText(
                    Position.START, "the file has no numbers", "expected tokens per expert");
        }
        List<String> names = names(rows);
        List<Row> numbers = isHeading(rows.getFirst()) ? rows.subList(1, rows.size()) : rows;
        boolean numbered = names.size() > 1;
        List<List<Long>> columns = new ArrayList<>();
        for (int column = numbered ? 1 : 0; column < names.size(); column++) {
            columns.add(new ArrayList<>());
        }
        for (Row row : numbers) {
            add(row, names.size(), numbered, columns);
        }
        if (columns.getFirst().isEmpty()) {
            throw new UnreadableText(
                    rows.getFirst().at(), "a heading stands alone", "expected tokens per expert");
        }
        List<Layer> layers = new ArrayList<>();
        for (int column = 0; column < columns.size(); column++) {
            layers.add(new Layer(names.get(numbered ? column + 1 : column), columns.get(column)));
        }
        return layers;
    }

    private record Row(int line, List<String> cells) {
        Position at() {
            return new Position(line, 1);
        }
    }

    private List<Row> rows() {
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i).strip();
            if (!line.isEmpty() && !line.startsWith("#")) {
                rows.add(
                        new Row(
                                i + 1,
                                Arrays.stream(line.split(",", -1)).map(String::strip).toList()));
            }
        }
        return rows;
    }

    private static boolean isHeading(Row row) {
        return row.cells().stream()
                .anyMatch(cell -> !cell.isEmpty() && Character.isLetter(cell.charAt(0)));
    }

    /// {@return the heading, or the places of the layers}
    private static List<String> names(List<Row> rows) {
        Row first = rows.getFirst();
        if (isHeading(first)) {
            return first.cells();
        }
        List<String> names = new ArrayList<>();
        boolean numbered = first.cells().size() > 1;
        for (int column = 0; column < first.cells().size(); column++) {
            names.add(Integer.toString(numbered ? column - 1 : column));
        }
        return names;
    }

    private static void add(Row row, int width, boolean numbered, List<List<Long>> columns)
            throws UnreadableText {
        int expert = columns.getFirst().size();
        if (expert >= MOST_EXPERTS) {
            throw new UnreadableText(
                    row.at(),
                    "the file has more than %d experts".formatted(MOST_EXPERTS),
                    "expected one line per expert");
        }
        if (row.cells().size() != width) {
            throw new UnreadableText(
                    row.at(),
                    "the line has %d columns, the first line %d"
                            .formatted(row.cells().size(), width),
                    "expected the same columns on every line");
        }
        if (numbered && !Optional.of((long) expert).equals(tokens(row.cells().getFirst()))) {
            throw new UnreadableText(
                    row.at(),
                    "the first column is \"%s\" where expert %d is due"
                            .formatted(shortened(row.cells().getFirst()), expert),
                    "list every expert once, in order from 0, then its tokens in each layer");
        }
        for (int column = 0; column < columns.size(); column++) {
            String cell = row.cells().get(numbered ? column + 1 : column);
            Optional<Long> tokens = tokens(cell);
            if (tokens.isEmpty()) {
                throw new UnreadableText(
                        row.at(),
                        "\"%s\" is no number of tokens".formatted(shortened(cell)),
                        "expected a whole number from 0");
            }
            columns.get(column).add(tokens.get());
        }
    }

    private static Optional<Long> tokens(String text) {
        return HistogramFormat.tokens(text);
    }

    private static String shortened(String text) {
        return text.length() > 40 ? text.substring(0, 40) + "…" : text;
    }
}
