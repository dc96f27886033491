package io.shardfit.application.report;

import io.shardfit.application.CheckedPlan;
import io.shardfit.domain.plan.DeploymentPlan;
import io.shardfit.domain.verdict.Readiness;
import io.shardfit.domain.verdict.Verdict;
import io.shardfit.domain.verdict.Verdict.Assessed;
import io.shardfit.domain.verdict.Verdict.Refused;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// Executive summary: the status and one line per plan.
final class SummarySection {
    private SummarySection() {}

    static void write(Markdown text, List<CheckedPlan> plans) {
        text.heading(2, "Executive summary");
        long passing = plans.stream().filter(SummarySection::passes).count();
        text.paragraph("**Status: %s**".formatted(status(plans)));
        text.paragraph(
                "%d of %d plan%s may be deployed."
                        .formatted(passing, plans.size(), plans.size() == 1 ? "" : "s"));
        Markdown.Table table =
                text.table("plan", "strategy", "verdict", "GPUs", "worst GPU", "decided by");
        for (CheckedPlan plan : plans) {
            Verdict verdict = plan.verdict();
            DeploymentPlan judged = verdict.plan();
            table.row(
                    judged.name(),
                    judged.strategy().shorthand(),
                    verdict.readiness().name(),
                    "%d of %d"
                            .formatted(
                                    judged.convention().worldSize(judged.strategy()),
                                    judged.cluster().gpus()),
                    worst(verdict),
                    decidedBy(verdict));
        }
        table.end();
    }

    /// {@return the verdict when all plans have the same, else how many have which}
    private static String status(List<CheckedPlan> plans) {
        Map<Readiness, Long> counts =
                plans.stream()
                        .collect(
                                Collectors.groupingBy(
                                        plan -> plan.verdict().readiness(),
                                        TreeMap::new,
                                        Collectors.counting()));
        return counts.size() == 1
                ? plans.getFirst().verdict().readiness().name()
                : counts.entrySet().stream()
                        .map(count -> count.getValue() + " " + count.getKey())
                        .collect(Collectors.joining(", "));
    }

    static boolean passes(CheckedPlan plan) {
        return switch (plan.verdict().readiness()) {
            case READY, TIGHT -> true;
            case NOT_READY, UNKNOWN -> false;
        };
    }

    private static String worst(Verdict verdict) {
        return switch (verdict) {
            case Assessed assessed -> {
                String computed =
                        assessed.assessment().memory().worst().total().expected().toString();
                yield assessed.plan()
                        .declared()
                        .memoryPerGpu()
                        .map(declared -> declared.bytes() + " declared, " + computed + " computed")
                        .orElse(computed);
            }
            case Refused _ -> "not computed";
        };
    }

    private static String decidedBy(Verdict verdict) {
        List<String> codes = verdict.decisiveCodes();
        return codes.isEmpty() ? "all checks passed" : String.join(", ", codes);
    }
}
