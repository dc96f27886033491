package io.shardfit.application.report;

import io.shardfit.application.CheckedPlan;
import io.shardfit.application.Engine;
import io.shardfit.application.StrategySearch;
import io.shardfit.application.remedy.ProposeRemedies;
import io.shardfit.domain.verdict.Readiness;
import io.shardfit.domain.verdict.RuleSet;
import java.util.ArrayList;
import java.util.List;

/// The analysis of one or several plans as Markdown. Every sentence follows from the verdicts;
/// nothing is said that was not computed.
public final class AnalysisReport {
    private AnalysisReport() {}

    public static String of(
            List<CheckedPlan> plans, ProposeRemedies propose, StrategySearch search) {
        Markdown text = new Markdown();
        text.heading(1, "Deployment analysis");
        SummarySection.write(text, plans);
        IssuesSection.write(text, plans);
        HardwareSection.write(text, plans);
        StrategySection.write(text, plans);
        MemorySection.write(text, plans);
        ComputeSection.write(text, plans);
        List<String> ways = new ArrayList<>(ActionsSection.write(text, plans, propose));
        ways.addAll(RecommendationSection.write(text, plans, search));
        ReadinessSection.write(text, plans, ways);
        provenance(text, plans);
        return text.text();
    }

    static Readiness best(List<CheckedPlan> plans) {
        return Readiness.best(plans.stream().map(plan -> plan.verdict().readiness()).toList());
    }

    private static void provenance(Markdown text, List<CheckedPlan> plans) {
        RuleSet ruleSet = plans.getFirst().verdict().ruleSet();
        text.heading(2, "Provenance");
        text.paragraph(
                "Shardfit %s, rule-set %d of %s (%s). Any number can be explained with `shardfit explain PATH PLAN`."
                        .formatted(
                                Engine.version(),
                                ruleSet.number(),
                                ruleSet.published(),
                                ruleSet.summary()));
        Markdown.Table digests = text.table("plan", "file", "digest");
        plans.forEach(p ->
                digests.row(p.verdict().plan().name(), p.file().name(), "`" + p.digest() + "`"));
        digests.end();
        for (CheckedPlan plan : plans) {
            if (!plan.file().assumptions().isEmpty()) {
                text.paragraph("Assumed for `%s`:".formatted(plan.verdict().plan().name()));
                text.bullets(
                        plan.file().assumptions().stream()
                                .map(a ->
                                        "`%s` = %s (%s)".formatted(a.key(), a.value(), a.origin()))
                                .toList());
            }
        }
    }
}
