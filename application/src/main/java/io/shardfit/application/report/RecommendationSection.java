package io.shardfit.application.report;

import io.shardfit.application.CheckedPlan;
import io.shardfit.application.SearchRequest;
import io.shardfit.application.SearchedPlan;
import io.shardfit.application.StrategySearch;
import io.shardfit.application.document.SearchDocument;
import io.shardfit.domain.quantity.Seconds;
import io.shardfit.domain.search.Candidate;
import io.shardfit.domain.search.Edits;
import io.shardfit.domain.search.Found;
import io.shardfit.domain.search.Objective;
import io.shardfit.domain.verdict.Readiness;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/// The strategy that is recommended for each plan, from all that its framework allows.
final class RecommendationSection {
    /// A report is read at once; the space of more GPUs takes seconds.
    private static final int FEW_GPUS = 64;

    private static final int SHOWN = 5;

    private RecommendationSection() {}

    /// {@return for each plan that is not READY, the strategy that is, in words}
    static List<String> write(Markdown text, List<CheckedPlan> plans, StrategySearch search) {
        List<String> recommended = new ArrayList<>();
        text.heading(2, "Recommended strategy");
        text.paragraph(
                "Every lawful strategy on the GPUs that are there, judged under all rules and ranked"
                        + " by the time of a step: %s. A declared memory requirement describes the"
                                .formatted(SearchDocument.TIME)
                        + " plan as it was and judges none of them.");
        for (CheckedPlan plan : plans) {
            text.heading(3, plan.verdict().plan().name());
            if (plan.verdict().plan().cluster().gpus() > FEW_GPUS) {
                text.paragraph(
                        "`shardfit search %s` finds the best on %d GPUs."
                                .formatted(
                                        plan.file().name(),
                                        plan.verdict().plan().cluster().gpus()));
            } else {
                SearchedPlan searched = search.around(plan.file(), request(plan), _ -> {});
                write(text, searched);
                recommended.addAll(words(plan, searched));
            }
        }
        return List.copyOf(recommended);
    }

    private static List<String> words(CheckedPlan plan, SearchedPlan searched) {
        if (plan.verdict().readiness() == Readiness.READY) {
            return List.of();
        }
        return searched.found().best().stream()
                .limit(1)
                .map(best ->
                        "`%s` becomes %s with the recommended strategy `%s` on %d GPUs%s"
                                .formatted(
                                        plan.verdict().plan().name(),
                                        best.readiness(),
                                        best.plan().strategy().shorthand(),
                                        best.gpus(),
                                        declares(plan)
                                                ? ", if the declared memory is no measurement"
                                                : ""))
                .toList();
    }

    private static boolean declares(CheckedPlan plan) {
        return plan.verdict().plan().declared().memoryPerGpu().isPresent();
    }

    private static SearchRequest request(CheckedPlan plan) {
        return new SearchRequest(
                OptionalInt.empty(),
                OptionalInt.empty(),
                Objective.STEP_TIME,
                SHOWN,
                false,
                Runtime.getRuntime().availableProcessors(),
                plan.verdict().ruleSet(),
                Optional.empty());
    }

    private static void write(Markdown text, SearchedPlan searched) {
        Found found = searched.found();
        text.paragraph(
                "%s of %s candidates are READY, %s TIGHT, with %s."
                        .formatted(
                                found.ready(),
                                found.candidates(),
                                found.tight(),
                                String.join(", ", searched.space().varied()) + " varied"));
        if (found.best().isEmpty()) {
            text.paragraph("None passes, so none is recommended.");
            return;
        }
        table(text, found.best());
        Candidate first = found.best().getFirst();
        text.paragraph(
                first.readiness() == Readiness.READY
                        ? "Recommended, as keys of the plan:"
                        : "The nearest, which is not READY, as keys of the plan:");
        text.code(String.join("\n", keys(searched, first)));
    }

    private static void table(Markdown text, List<Candidate> best) {
        Markdown.Table table =
                text.table("", "strategy", "verdict", "GPUs", "memory", "step", "job");
        for (int i = 0; i < best.size(); i++) {
            Candidate candidate = best.get(i);
            table.row(
                    "" + (i + 1),
                    "`" + candidate.plan().strategy().shorthand() + "`",
                    candidate.readiness().name(),
                    "" + candidate.gpus(),
                    candidate.use().left(),
                    candidate.step().map(Seconds::toString).orElse("not estimated"),
                    candidate.job());
        }
        table.end();
    }

    private static List<String> keys(SearchedPlan searched, Candidate candidate) {
        Edits edits = Edits.of(searched.file().plan(), candidate);
        List<String> lines = new ArrayList<>();
        lines.add(edits.strategyLine());
        edits.others().forEach(edit -> lines.add(edit.toString()));
        edits.removed().forEach(key -> lines.add("without " + key));
        return lines;
    }
}
