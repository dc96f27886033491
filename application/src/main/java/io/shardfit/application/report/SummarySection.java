package io.shardfit.application.report;

import io.shardfit.application.CheckedPlan;
import io.shardfit.domain.plan.DeploymentPlan;
import io.shardfit.domain.verdict.Verdict;
import io.shardfit.domain.verdict.Verdict.Assessed;
import io.shardfit.domain.verdict.Verdict.Refused;
import java.util.List;

/// Executive summary: the status and one line per plan.
final class SummarySection {
    private SummarySection() {}

    static void write(Markdown text, List<CheckedPlan> plans) {
        text.heading(2, "Executive summary");
        long passing = plans.stream().filter(SummarySection::passes).count();
        text.paragraph("**Status: %s**".formatted(AnalysisReport.best(plans)));
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
