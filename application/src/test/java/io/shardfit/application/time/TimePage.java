package io.shardfit.application.time;

import io.shardfit.application.PlanFiles;
import io.shardfit.application.time.PublishedTime.Answer;
import io.shardfit.domain.time.FactorTable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// docs/time-model.md, generated.
final class TimePage {
    private static final List<String> GPUS =
            List.of(
                    "A100-SXM-80GB",
                    "H100-SXM-80GB",
                    "H200-SXM-141GB",
                    "B200-SXM-180GB",
                    "B300-SXM-288GB",
                    "GB200",
                    "GB300",
                    "MI300X",
                    "MI325X",
                    "MI355X");

    private final StringBuilder page = new StringBuilder();

    private TimePage() {}

    /// @param foreword what stands before the tables, written by hand
    static String of(String foreword, List<PublishedTime> times) {
        TimePage page = new TimePage();
        page.page.append(foreword.strip()).append("\n\n");
        page.factors();
        page.groups(times);
        page.pairs(times);
        page.rows(times);
        return page.page.toString();
    }

    private void line(String format, Object... values) {
        page.append(String.format(Locale.ROOT, format, values)).append('\n');
    }

    private void factors() {
        line("## Factors");
        line("");
        line("Matrix products: the part of the dense peak that is reached.");
        line("");
        List<FactorTable.Row> matmul = new ArrayList<>();
        GPUS.forEach(name ->
                matmul.addAll(FactorTable.matmul(PlanFiles.CATALOGUE.find(name).orElseThrow())));
        matmul.removeIf(row -> row.factor().matches(".*, (fp32|tf32|int8|fp16)"));
        table(matmul);
        line("Everything else.");
        line("");
        table(FactorTable.shared());
    }

    private void table(List<FactorTable.Row> rows) {
        line("| factor | fast | expected | slow | source |");
        line("|---|--:|--:|--:|---|");
        rows.forEach(row ->
                line(
                        "| %s | %s | %s | %s | %s |",
                        row.factor(), row.fast(), row.expected(), row.slow(), row.source()));
        line("");
    }

    static Map<String, List<PublishedTime>> byGroup(List<PublishedTime> times) {
        Map<String, List<PublishedTime>> groups = new LinkedHashMap<>();
        times.stream()
                .filter(time -> time.answer().isPresent())
                .forEach(time ->
                        groups.computeIfAbsent(time.group(), _ -> new ArrayList<>()).add(time));
        return groups;
    }

    static double mean(List<PublishedTime> times) {
        return times.stream().mapToDouble(time -> Math.abs(time.error())).average().orElse(0);
    }

    private void groups(List<PublishedTime> times) {
        line("## Per group");
        line("");
        line("| group | rows | mean error of the time | mean, signed | largest | inside |");
        line("|---|--:|--:|--:|--:|--:|");
        byGroup(times)
                .forEach((group, rows) ->
                        line(
                                "| %s | %d | %.1f %% | %+.1f %% | %.1f %% | %d of %d |",
                                group,
                                rows.size(),
                                100 * mean(rows),
                                100
                                        * rows.stream()
                                                .mapToDouble(PublishedTime::error)
                                                .average()
                                                .orElse(0),
                                100
                                        * rows.stream()
                                                .mapToDouble(t -> Math.abs(t.error()))
                                                .max()
                                                .orElse(0),
                                rows.stream().filter(PublishedTime::isInside).count(),
                                rows.size()));
        line("");
    }

    private void pairs(List<PublishedTime> times) {
        line("## Order of strategies");
        line("");
        line("Pairs of runs of the same model on as many GPUs with the same batch.");
        line("");
        line("| faster run | slower run | published ratio | predicted ratio | order |");
        line("|---|---|--:|--:|---|");
        Pair.all(times)
                .forEach(pair ->
                        line(
                                "| %s | %s | %.3f | %.3f | %s |",
                                pair.faster().id(),
                                pair.slower().id(),
                                pair.published(),
                                pair.predicted(),
                                pair.isRight() ? "right" : "**wrong**"));
        line("");
    }

    private void rows(List<PublishedTime> times) {
        line("## Published and predicted");
        line("");
        line(
                "A positive error means that the run was faster than predicted. A star marks rows that were on screen while");
        line("the factor in brackets was chosen.");
        line("");
        line("| row | unit | published | low | expected | high | error | source |");
        line("|---|---|--:|--:|--:|--:|--:|---|");
        for (PublishedTime time : times) {
            line("%s", time.answer().map(answer -> row(time, answer)).orElseGet(() -> none(time)));
        }
    }

    private static String none(PublishedTime time) {
        return "| %s | %s | %s | | not estimated | | | %s |"
                .formatted(time.id(), time.unit(), number(time.value()), time.source());
    }

    private static String row(PublishedTime time, Answer answer) {
        String star = time.inSample().isEmpty() ? "" : " * (" + time.inSample().getFirst() + ")";
        String note = time.note().isEmpty() ? "" : "; " + time.note();
        return String.format(
                Locale.ROOT,
                "| %s%s | %s | %s | %s | %s | %s | %+.1f %%%s | %s%s |",
                time.id(),
                star,
                time.unit(),
                number(time.value()),
                number(answer.low()),
                number(answer.expected()),
                number(answer.high()),
                100 * time.error(),
                time.isInside() ? "" : ", outside",
                time.source(),
                note);
    }

    private static String number(double value) {
        return value >= 1000
                ? String.format(Locale.ROOT, "%.0f", value)
                : String.format(Locale.ROOT, "%.4g", value);
    }
}
