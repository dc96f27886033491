package io.shardfit.application.report;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/// A Markdown text in the making.
final class Markdown {
    private final StringBuilder text = new StringBuilder();

    Markdown heading(int level, String title) {
        return paragraph("#".repeat(level) + " " + title);
    }

    Markdown paragraph(String words) {
        text.append(words).append("\n\n");
        return this;
    }

    Markdown bullets(List<String> items) {
        items.forEach(item -> text.append("- ").append(item).append('\n'));
        text.append(items.isEmpty() ? "" : "\n");
        return this;
    }

    Markdown code(String block) {
        return paragraph("```\n" + block.stripTrailing() + "\n```");
    }

    Table table(String... headings) {
        return new Table(List.of(headings));
    }

    Table table(String label, List<String> headings) {
        return new Table(joined(label, headings));
    }

    private static List<String> joined(String first, List<String> others) {
        List<String> all = new ArrayList<>(others);
        all.addFirst(first);
        return all;
    }

    String text() {
        return text.toString().stripTrailing() + "\n";
    }

    /// Rows under headings; the columns are padded so that the source reads as well as the page.
    final class Table {
        private final List<List<String>> rows = new ArrayList<>();

        private Table(List<String> headings) {
            row(headings);
        }

        Table row(String... cells) {
            row(List.of(cells));
            return this;
        }

        Table row(String label, List<String> cells) {
            row(joined(label, cells));
            return this;
        }

        private void row(List<String> cells) {
            rows.add(cells.stream().map(cell -> cell.replace("|", "\\|")).toList());
        }

        Markdown end() {
            List<Integer> widths = new ArrayList<>();
            for (int column = 0; column < rows.getFirst().size(); column++) {
                int index = column;
                widths.add(
                        rows.stream()
                                .mapToInt(row -> index < row.size() ? row.get(index).length() : 0)
                                .max()
                                .orElse(0));
            }
            line(rows.getFirst(), widths);
            text.append(
                            widths.stream()
                                    .map(width -> "-".repeat(width + 2))
                                    .collect(Collectors.joining("|", "|", "|")))
                    .append('\n');
            rows.stream().skip(1).forEach(row -> line(row, widths));
            text.append('\n');
            return Markdown.this;
        }

        private void line(List<String> cells, List<Integer> widths) {
            for (int column = 0; column < widths.size(); column++) {
                String cell = column < cells.size() ? cells.get(column) : "";
                text.append("| ")
                        .append(cell)
                        .append(" ".repeat(widths.get(column) - cell.length() + 1));
            }
            text.append("|\n");
        }
    }
}
