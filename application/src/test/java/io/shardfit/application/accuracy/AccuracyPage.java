package io.shardfit.application.accuracy;

import io.shardfit.application.accuracy.Judged.Compared;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// docs/accuracy.md, generated.
final class AccuracyPage {
    private final Statistics statistics;
    private final StringBuilder page = new StringBuilder();

    private AccuracyPage(Statistics statistics) {
        this.statistics = statistics;
    }

    /// @param foreword what stands before the tables, written by hand
    static String of(Statistics statistics, String foreword, OtherTools others) {
        AccuracyPage page = new AccuracyPage(statistics);
        page.page.append(foreword.strip()).append("\n\n");
        page.bars();
        page.samples();
        page.uncounted();
        page.groups();
        page.serving();
        page.others(others);
        page.wrong();
        page.outside();
        page.cases();
        return page.page.toString();
    }

    private void line(String format, Object... values) {
        page.append(format.formatted(values)).append('\n');
    }

    private void bars() {
        line("## The goals, and what was reached");
        line("");
        line("| goal | asked | reached | |");
        line("|---|--:|--:|---|");
        for (Bar bar : Bar.all(statistics)) {
            line("| %s | %s | %s | %s |", bar.what(), bar.asked(), bar.reached(), bar.verdict());
        }
        line("");
    }

    /// The fixtures carry no star, but were on screen too, so they are on neither side.
    private void samples() {
        Statistics rest = statistics.only(j -> !j.published().group().equals(Statistics.FIXTURES));
        Statistics chosen = rest.only(j -> !j.published().inSample().isEmpty());
        Statistics held = rest.only(j -> j.published().inSample().isEmpty());
        List<Bar> inSample = Bar.all(chosen);
        List<Bar> heldOut = Bar.all(held);
        line("## In-sample and held out");
        line("");
        line(
                "The same goals without the fixtures: cases that chose an expected amount of a term, and the others.");
        line(
                "The widths of the intervals were set with nearly all of them, so the last row is in-sample on both sides.");
        line("");
        line(
                "| goal | asked | in-sample, %d cases | held out, %d cases |",
                chosen.counted().size(), held.counted().size());
        line("|---|--:|--:|--:|");
        for (int i = Bar.OF_FIXTURES; i < inSample.size(); i++) {
            line(
                    "| %s | %s | %s | %s |",
                    inSample.get(i).what(),
                    inSample.get(i).asked(),
                    inSample.get(i).reached(),
                    heldOut.get(i).reached());
        }
        line("");
    }

    /// A case that is not counted must not hide a wrong answer.
    private void uncounted() {
        List<Judged> left = statistics.all().stream().filter(j -> !j.published().counts()).toList();
        List<Judged> failed =
                left.stream().filter(j -> !j.published().outcome().equals("fits")).toList();
        List<Judged> ready = failed.stream().filter(Judged::isReady).toList();
        line("## Cases that are not counted");
        line("");
        line(
                "%d cases; %d of them ran out of memory or were refused, and %d of these are called READY:",
                left.size(), failed.size(), ready.size());
        line("");
        for (Judged judged : ready) {
            line(
                    "- %s (%s): %s",
                    judged.published().id(),
                    judged.published().outcome(),
                    judged.published().whyNotCounted());
        }
        line("");
    }

    private void groups() {
        line("## Per group");
        line("");
        line(
                "Verdicts of the cases that count, and errors of their peaks: allocated against allocated,");
        line(
                "reserved against reserved, the driver's figure against the whole device. *Inside* is the share of");
        line("measured peaks between the low and the high estimate.");
        line("");
        line(
                "| group | cases | right | READY of fits | READY of oom | UNKNOWN | peaks | mean | p90 | max | inside |");
        line("|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|");
        statistics
                .byGroup(judged -> judged.published().counts())
                .forEach((group, judged) -> line("%s", row(group, judged)));
        line("");
    }

    private static String row(String group, List<Judged> judged) {
        List<Judged> fits = outcome(judged, "fits");
        List<Judged> oom = outcome(judged, "oom");
        List<Compared> peaks =
                judged.stream()
                        .filter(j -> j.published().isTraining())
                        .flatMap(j -> j.peak().stream())
                        .toList();
        Errors errors = Statistics.errors(peaks);
        String figures =
                peaks.isEmpty()
                        ? "| | | |"
                        : "%s | %s | %s | %s |"
                                .formatted(
                                        percent(errors.mean()),
                                        percent(errors.p90()),
                                        percent(errors.max()),
                                        percent(Statistics.coverage(peaks)));
        return "| %s | %d | %d | %s | %s | %d | %d | %s"
                .formatted(
                        group,
                        judged.size(),
                        judged.stream().filter(Judged::isRight).count(),
                        of(fits),
                        of(oom),
                        judged.stream().filter(Judged::isUnknown).count(),
                        peaks.size(),
                        figures);
    }

    private static List<Judged> outcome(List<Judged> judged, String outcome) {
        return judged.stream().filter(j -> j.published().outcome().equals(outcome)).toList();
    }

    private static String of(List<Judged> judged) {
        return judged.isEmpty()
                ? ""
                : "%d of %d"
                        .formatted(judged.stream().filter(Judged::isReady).count(), judged.size());
    }

    private void serving() {
        line("## Serving engines, component by component");
        line("");
        line("| component | runs | mean | p90 | max |");
        line("|---|--:|--:|--:|--:|");
        for (Component component : Component.ALL) {
            Errors errors = Statistics.relative(statistics.serving(component));
            line(
                    "| %s | %d | %s | %s | %s |",
                    component.label(),
                    errors.count(),
                    percent(errors.mean()),
                    percent(errors.p90()),
                    percent(errors.max()));
        }
        line("");
        for (Component component : Component.ALL) {
            Map<PublishedCase, double[]> pairs = statistics.serving(component);
            if (pairs.isEmpty()) {
                continue;
            }
            line("| run: %s | measured | predicted | error |", component.label());
            line("|---|--:|--:|--:|");
            pairs.forEach((published, pair) ->
                    line(
                            "| %s | %s | %s | %s |",
                            named(published),
                            amount(pair[0]),
                            amount(pair[1]),
                            signed(pair[1] / pair[0] - 1)));
            line("");
        }
    }

    private void others(OtherTools others) {
        line("## Other tools on the same rows");
        line("");
        line(
                "Errors on the Megatron 8-GPU fixtures, as the tools' authors published them or as their code answers");
        line("for the same run; the sources stand in `accuracy/other-tools.csv`.");
        line("");
        line("| tool | runs | mean | max | Shardfit on the same runs, mean | max |");
        line("|---|--:|--:|--:|--:|--:|");
        others.byTool()
                .forEach((tool, errors) -> {
                    Errors theirs = Errors.of(new ArrayList<>(errors.values()));
                    Errors ours =
                            Statistics.errors(
                                    statistics.peaks(j -> errors.containsKey(j.published().id())));
                    line(
                            "| %s | %d | %s | %s | %s | %s |",
                            tool,
                            theirs.count(),
                            percent(theirs.mean()),
                            percent(theirs.max()),
                            percent(ours.mean()),
                            percent(ours.max()));
                });
        line("");
    }

    private void wrong() {
        line("## Verdicts that disagree with what happened");
        line("");
        line("| case | group | happened | verdict | findings |");
        line("|---|---|---|---|---|");
        statistics.counted().stream()
                .filter(judged -> !judged.isRight())
                .forEach(judged ->
                        line(
                                "| %s | %s | %s | %s | %s |",
                                named(judged.published()),
                                judged.published().group(),
                                judged.published().outcome(),
                                judged.prediction().verdict(),
                                shortened(judged.prediction().words())));
        line("");
    }

    private void outside() {
        line("## Measured peaks outside their interval");
        line("");
        line("| case | metric | measured | low | expected | high |");
        line("|---|---|--:|--:|--:|--:|");
        statistics.peaks(_ -> true).stream()
                .filter(compared -> !compared.isInside())
                .forEach(compared ->
                        line(
                                "| %s | %s | %s | %s | %s | %s |",
                                named(compared.judged().published()),
                                compared.measured().metric(),
                                amount(compared.measured().gib()),
                                amount(compared.predicted().low()),
                                amount(compared.predicted().expected()),
                                amount(compared.predicted().high())));
        line("");
    }

    private void cases() {
        line("## Every case");
        line("");
        line(
                "GiB of the fullest GPU. Cases in brackets are not counted: the source leaves a key open, the outcome");
        line("flips from run to run, or a plan cannot describe the run.");
        line("");
        line("| case | happened | verdict | metric | measured | predicted | error | source |");
        line("|---|---|---|---|--:|--:|--:|---|");
        for (Judged judged : statistics.all()) {
            PublishedCase published = judged.published();
            String name = published.counts() ? named(published) : "(" + named(published) + ")";
            String figures =
                    judged.published().isTraining()
                            ? judged.peak().map(AccuracyPage::figures).orElse("| | | |")
                            : "| | | |";
            line(
                    "| %s | %s | %s %s %s |",
                    name,
                    published.outcome(),
                    judged.prediction().verdict(),
                    figures,
                    published.source().replace("|", "/"));
        }
    }

    private static String figures(Compared compared) {
        return "| %s | %s | %s | %s |"
                .formatted(
                        compared.measured().metric(),
                        amount(compared.measured().gib()),
                        amount(compared.predicted().expected()),
                        signed(compared.error()));
    }

    /// {@return the case's id, starred when a term was chosen with it}
    private static String named(PublishedCase published) {
        return published.id() + (published.inSample().isEmpty() ? "" : "\\*");
    }

    private static String shortened(String words) {
        String line = words.replace("|", "/").replace('\n', ' ');
        return line.length() > 160 ? line.substring(0, 160) + "…" : line;
    }

    static String percent(double share) {
        return String.format(Locale.ROOT, "%.2f %%", 100 * share);
    }

    private static String signed(double share) {
        return String.format(Locale.ROOT, "%+.2f %%", 100 * share);
    }

    private static String amount(double value) {
        return value >= 10_000
                ? String.format(Locale.ROOT, "%.0f", value)
                : String.format(Locale.ROOT, "%.2f", value);
    }
}
