package io.shardfit.application.report;

import io.shardfit.application.CheckedPlan;
import io.shardfit.domain.verdict.Finding;
import io.shardfit.domain.verdict.Readiness;
import io.shardfit.domain.verdict.Severity;
import java.util.List;

/// Readiness, conclusion and risk.
final class ReadinessSection {
    private ReadinessSection() {}

    /// @param ways what makes plans pass, as the sections before have shown
    static void write(Markdown text, List<CheckedPlan> plans, List<String> ways) {
        text.heading(2, "Readiness assessment");
        for (CheckedPlan plan : plans) {
            text.heading(
                    3,
                    "%s: %s".formatted(plan.verdict().plan().name(), plan.verdict().readiness()));
            list(text, "Blocking issues", plan, Severity.BLOCKER);
            list(text, "Cannot be judged", plan, Severity.UNDECIDED);
            list(text, "Without the usual safety", plan, Severity.TIGHT);
            prerequisites(text, plan);
        }
        conclusion(text, plans, ways);
    }

    private static void list(Markdown text, String title, CheckedPlan plan, Severity severity) {
        List<String> lines =
                plan.verdict().findings().stream()
                        .filter(finding -> finding.severity() == severity)
                        .map(finding -> "%s: %s".formatted(finding.code(), finding.message()))
                        .toList();
        if (!lines.isEmpty()) {
            text.paragraph("**" + title + "**");
            text.bullets(lines);
        }
    }

    private static void prerequisites(Markdown text, CheckedPlan plan) {
        List<String> steps =
                plan.verdict().findings().stream()
                        .filter(finding -> finding.severity().compareTo(Severity.WARNING) <= 0)
                        .map(Finding::code)
                        .distinct()
                        .map(code ->
                                "resolve %s (`docs/findings/%s.md`, `shardfit explain %s`)"
                                        .formatted(code, code, code))
                        .toList();
        text.paragraph("**Before deployment**");
        text.bullets(steps.isEmpty() ? List.of("nothing: all checks passed") : steps);
    }

    private static void conclusion(Markdown text, List<CheckedPlan> plans, List<String> ways) {
        Readiness best = AnalysisReport.best(plans);
        text.heading(2, "Conclusion");
        text.paragraph(
                "**Recommendation:** "
                        + switch (best) {
                            case READY -> "deploy " + names(plans, Readiness.READY) + ".";
                            case TIGHT ->
                                    names(plans, Readiness.TIGHT)
                                            + " is expected to run, without the margin that READY"
                                            + " promises; watch its first steps.";
                            case UNKNOWN ->
                                    "do not deploy on this report: "
                                            + names(plans, Readiness.UNKNOWN)
                                            + " could not be judged.";
                            case NOT_READY ->
                                    "do not deploy as written; no plan passes."
                                            + (ways.isEmpty()
                                                    ? " No change that was tried makes one pass."
                                                    : " Judged again, these do:");
                        });
        if (best == Readiness.NOT_READY && !ways.isEmpty()) {
            text.bullets(ways);
        }
        text.paragraph(
                "**Risk level:** "
                        + switch (best) {
                            case READY -> "LOW: the high estimate and the safety margin fit.";
                            case TIGHT ->
                                    "MEDIUM: the expected need fits, the high estimate does not.";
                            case UNKNOWN -> "UNKNOWN: a needed fact is missing.";
                            case NOT_READY ->
                                    "HIGH as written: every plan would be refused or run out of"
                                            + " memory.";
                        });
    }

    private static String names(List<CheckedPlan> plans, Readiness word) {
        return plans.stream()
                .filter(plan -> plan.verdict().readiness() == word)
                .map(plan -> "`" + plan.verdict().plan().name() + "`")
                .reduce((first, second) -> first + ", " + second)
                .orElse("none");
    }
}
