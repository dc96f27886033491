package io.shardfit.adapters.cli;

import io.shardfit.adapters.cli.Terminal.Style;
import io.shardfit.application.FindingPages;
import io.shardfit.application.SearchedPlan;
import io.shardfit.domain.quantity.Count;
import io.shardfit.domain.quantity.Share;
import io.shardfit.domain.search.Cell;
import io.shardfit.domain.search.Found;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/// TP × PP as a table: where candidates pass, and what rejects most of them elsewhere. Meaning
/// never rests on colour: `+` READY, `!` TIGHT, else a code.
record RegionPrinter(Terminal terminal) {
    private static final int HEADER = 9;

    void print(SearchedPlan searched) {
        Found found = searched.found();
        boolean several = searched.space().clusterSizes().size() > 1;
        table(found.cells(), several);
        rejected(found);
    }

    private void table(List<Cell> cells, boolean several) {
        terminal.line("");
        terminal.wrapped(
                "",
                "",
                "where candidates pass: + READY, ! TIGHT, else the rule that rejects most"
                        + (several ? "; @ the fewest GPUs" : ""));
        List<Integer> stages = shown(cells, true);
        List<Integer> tensors = shown(cells, false);
        int wide = several ? 12 : 8;
        int columns = Math.max(1, (terminal.width() - HEADER) / wide);
        for (int from = 0; from < stages.size(); from += columns) {
            block(
                    cells,
                    tensors,
                    stages.subList(from, Math.min(from + columns, stages.size())),
                    several,
                    wide);
        }
        left(cells, stages, true);
        left(cells, tensors, false);
    }

    private void block(
            List<Cell> cells,
            List<Integer> tensors,
            List<Integer> stages,
            boolean several,
            int wide) {
        StringBuilder head = new StringBuilder("         ");
        stages.forEach(stage -> head.append(("%-" + wide + "s").formatted("PP " + stage)));
        terminal.line(head.toString());
        for (int tensor : tensors) {
            StringBuilder row = new StringBuilder("  %-7s".formatted("TP " + tensor));
            for (int stage : stages) {
                row.append(
                        cells.stream()
                                .filter(cell -> cell.tensor() == tensor && cell.pipeline() == stage)
                                .findFirst()
                                .map(cell -> styled(cell, several, wide))
                                .orElse(" ".repeat(wide)));
            }
            terminal.line(row.toString());
        }
    }

    private String styled(Cell cell, boolean several, int wide) {
        String text =
                text(cell) + (several && cell.fewestGpus() > 0 ? "@" + cell.fewestGpus() : "");
        String padded = ("%-" + wide + "s").formatted(text);
        return terminal.styled(VerdictPrinter.style(cell.best()), padded);
    }

    private static String text(Cell cell) {
        return switch (cell.best()) {
            case READY -> "+ " + brief(cell.ready());
            case TIGHT -> "! " + brief(cell.tight());
            case NOT_READY, UNKNOWN -> commonest(cell.rejected()).orElse(".");
        };
    }

    private static Optional<String> commonest(Map<String, Count> rejected) {
        return rejected.entrySet().stream()
                .max(
                        Map.Entry.<String, Count>comparingByValue()
                                .thenComparing(Map.Entry.comparingByKey(Comparator.reverseOrder())))
                .map(Map.Entry::getKey);
    }

    private static String brief(Count count) {
        long things = count.things();
        if (things < 1_000) {
            return String.valueOf(things);
        }
        return things < 1_000_000 ? inUnits(things, 1_000) + "k" : inUnits(things, 1_000_000) + "M";
    }

    /// {@return whole units from ten on, below with one decimal, cut off}
    private static String inUnits(long things, long unit) {
        long whole = things / unit;
        return whole >= 10 ? String.valueOf(whole) : whole + "." + things % unit * 10 / unit;
    }

    /// {@return the degrees with which something passes; all when nothing does}
    private static List<Integer> shown(List<Cell> cells, boolean pipeline) {
        TreeSet<Integer> all = new TreeSet<>();
        TreeSet<Integer> passing = new TreeSet<>();
        for (Cell cell : cells) {
            int degree = pipeline ? cell.pipeline() : cell.tensor();
            all.add(degree);
            if (cell.fewestGpus() > 0) {
                passing.add(degree);
            }
        }
        return List.copyOf(passing.isEmpty() ? all : passing);
    }

    private void left(List<Cell> cells, List<Integer> shown, boolean pipeline) {
        TreeSet<Integer> rest = new TreeSet<>();
        for (Cell cell : cells) {
            int degree = pipeline ? cell.pipeline() : cell.tensor();
            if (!shown.contains(degree)) {
                rest.add(degree);
            }
        }
        if (!rest.isEmpty()) {
            terminal.wrapped(
                    "  ",
                    "    ",
                    "none passes with %s %s"
                            .formatted(
                                    pipeline ? "PP" : "TP",
                                    String.join(
                                            ", ", rest.stream().map(String::valueOf).toList())));
        }
    }

    private void rejected(Found found) {
        Map<String, Count> rejected = found.rejected();
        if (rejected.isEmpty()) {
            return;
        }
        terminal.line("");
        terminal.line(terminal.styled(Style.STRONG, "rejected, by the first rule that does"));
        rejected.forEach((code, count) ->
                terminal.wrapped(
                        "  ",
                        "    ",
                        "%s %13s %7s  %s"
                                .formatted(
                                        code,
                                        count,
                                        Share.of(count.things(), found.candidates().things())
                                                .percent(1),
                                        title(code))));
    }

    /// The heading of the finding's page, without its code.
    private static String title(String code) {
        return FindingPages.page(code)
                .map(page -> page.lines().findFirst().orElse(""))
                .map(heading -> heading.replaceFirst("^# [A-Z0-9]+: ", ""))
                .orElse("");
    }
}
