package io.shardfit.adapters.cli;

import io.shardfit.adapters.cli.Terminal.Style;
import io.shardfit.application.SearchedPlan;
import io.shardfit.application.document.SearchDocument;
import io.shardfit.domain.plan.DeploymentPlan;
import io.shardfit.domain.quantity.Seconds;
import io.shardfit.domain.search.Candidate;
import io.shardfit.domain.search.Edits;
import io.shardfit.domain.search.Edits.Edit;
import io.shardfit.domain.search.Found;
import io.shardfit.domain.workload.Workload.Inference;
import io.shardfit.domain.workload.Workload.Training;
import java.util.List;

/// The best strategies, the feasible region, what rejected the rest, and the smallest cluster.
record SearchPrinter(Terminal terminal) {
    private static final int MOST_SHOWN = 8;

    void print(SearchedPlan searched) {
        headline(searched);
        Found found = searched.found();
        if (!found.best().isEmpty()) {
            section("best by " + searched.request().objective().word());
            candidates(found.best());
            terminal.wrapped("  step times are ", "    ", SearchDocument.TIME);
            edits(searched.file().plan(), found.best().getFirst());
        }
        if (found.front().candidates().size() > 1) {
            section("Pareto front: no other candidate is better in memory, GPUs and time");
            front(found.front().candidates());
        }
        new RegionPrinter(terminal).print(searched);
        searched.minimum()
                .ifPresent(minimum -> new MinimumPrinter(terminal, searched).print(minimum));
        terminal.finish();
    }

    private void headline(SearchedPlan searched) {
        DeploymentPlan plan = searched.file().plan();
        Found found = searched.found();
        terminal.line(
                terminal.styled(
                                VerdictPrinter.style(searched.readiness()),
                                searched.readiness().name())
                        + "  "
                        + terminal.styled(Style.STRONG, Terminal.harmless(plan.name())));
        terminal.wrapped(
                "  ",
                "  ",
                "%s of %s candidates are READY, %s TIGHT, on %s × %s, convention %s"
                        .formatted(
                                found.ready(),
                                found.candidates(),
                                found.tight(),
                                sizes(searched.space().clusterSizes()),
                                Terminal.harmless(plan.cluster().gpu().name()),
                                plan.convention().name()));
        terminal.wrapped("  varied: ", "    ", String.join(", ", searched.space().varied()));
        terminal.wrapped("  kept:   ", "    ", kept(plan));
    }

    private static String sizes(List<Integer> sizes) {
        return sizes.size() == 1
                ? sizes.getFirst().toString()
                : "%d to %d".formatted(sizes.getFirst(), sizes.getLast());
    }

    private static String kept(DeploymentPlan plan) {
        return switch (plan.workload()) {
            case Training t ->
                    "model, global batch %d, sequence %d, %s, %s, and all else in the plan"
                            .formatted(
                                    t.globalBatch(),
                                    t.sequenceLength(),
                                    t.precision().word(),
                                    t.optimizer().word());
            case Inference i ->
                    "model, %d sequences at once, weights in %s, and all else in the plan"
                            .formatted(i.concurrentSequences(), i.weightPrecision().word());
        };
    }

    private void section(String title) {
        terminal.line("");
        terminal.line(terminal.styled(Style.STRONG, title));
    }

    private void front(List<Candidate> candidates) {
        int hidden = candidates.size() - MOST_SHOWN;
        candidates(candidates.subList(0, Math.min(MOST_SHOWN, candidates.size())));
        if (hidden > 0) {
            terminal.line("  and %d more, see -o json".formatted(hidden));
        }
    }

    private void candidates(List<Candidate> candidates) {
        int place = 1;
        int widest =
                candidates.stream()
                        .mapToInt(one -> one.plan().strategy().shorthand().length())
                        .max()
                        .orElse(0);
        for (Candidate candidate : candidates) {
            line(place++, candidate, widest);
        }
    }

    private void line(int place, Candidate candidate, int widest) {
        String word = candidate.readiness().name();
        String strategy =
                ("%2d  %s%s %5d GPUs  %-" + widest + "s")
                        .formatted(
                                place,
                                terminal.styled(VerdictPrinter.style(candidate.readiness()), word),
                                " ".repeat(Math.max(0, 5 - word.length())),
                                candidate.gpus(),
                                candidate.plan().strategy().shorthand());
        terminal.line("  " + strategy);
        terminal.wrapped(
                "      ",
                "      ",
                "%s, %s a step; %s%s"
                        .formatted(
                                candidate.use().left(),
                                candidate.step().map(Seconds::toString).orElse("unknown time"),
                                candidate.job(),
                                candidate.alike() > 0 ? "; " + candidate.others() : ""));
    }

    private void edits(DeploymentPlan asked, Candidate candidate) {
        Edits edits = Edits.of(asked, candidate);
        section("the first as keys of the plan");
        terminal.wrapped("  ", "    ", edits.strategyLine());
        for (Edit edit : edits.others()) {
            terminal.line("  " + edit);
        }
        for (String key : edits.removed()) {
            terminal.line("  without " + key);
        }
    }
}
