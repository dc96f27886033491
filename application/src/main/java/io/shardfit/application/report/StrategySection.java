package io.shardfit.application.report;

import io.shardfit.application.CheckedPlan;
import io.shardfit.domain.balance.RoutedLoad;
import io.shardfit.domain.plan.DeploymentPlan;
import io.shardfit.domain.quantity.Share;
import io.shardfit.domain.strategy.ParallelStrategy;
import io.shardfit.domain.verdict.RuleSet;
import java.util.List;
import java.util.function.Function;

/// The strategies side by side: degrees, GPUs, experts and balance.
final class StrategySection {
    private StrategySection() {}

    static void write(Markdown text, List<CheckedPlan> plans) {
        text.heading(2, "Parallel strategy evaluation");
        Markdown.Table table =
                text.table("", plans.stream().map(p -> p.verdict().plan().name()).toList());
        row(table, "convention", plans, plan -> plan.convention().name());
        row(table, "expert parallel", plans, plan -> plan.strategy().expert());
        row(table, "tensor parallel", plans, plan -> plan.strategy().tensor());
        row(table, "pipeline parallel", plans, plan -> plan.strategy().pipeline());
        row(table, "data parallel", plans, plan -> plan.strategy().data());
        row(table, "GPUs needed", plans, StrategySection::needed);
        row(table, "GPUs available", plans, plan -> plan.cluster().gpus());
        row(table, "utilisation", plans, StrategySection::utilisation);
        for (RuleSet ruleSet : RuleSet.values()) {
            row(
                    table,
                    "experts per GPU, rule-set " + ruleSet.number(),
                    plans,
                    plan -> expertsPerGpu(plan, ruleSet));
        }
        row(table, "busiest over mean", plans, StrategySection::balance);
        table.row(
                "idle share of the pipeline", plans.stream().map(StrategySection::bubble).toList());
        table.end();
        if (plans.stream().anyMatch(p -> p.verdict().plan().model().experts().isPresent())) {
            text.paragraph(
                    "Rule-set 1 counted experts per GPU as total expert instances ÷ (EP × TP),"
                            + " which adds up all layers; rule-set 2 corrected it to experts per layer"
                            + " ÷"
                            + " EP. This report is written under rule-set %d."
                                    .formatted(plans.getFirst().verdict().ruleSet().number()));
        }
    }

    private static void row(
            Markdown.Table table,
            String label,
            List<CheckedPlan> plans,
            Function<DeploymentPlan, Object> cell) {
        table.row(
                label,
                plans.stream().map(p -> String.valueOf(cell.apply(p.verdict().plan()))).toList());
    }

    private static String needed(DeploymentPlan plan) {
        return "%d = %s"
                .formatted(
                        plan.convention().worldSize(plan.strategy()),
                        plan.convention().worldSizeEquation());
    }

    private static String utilisation(DeploymentPlan plan) {
        ParallelStrategy strategy = plan.strategy();
        return Share.of(plan.convention().worldSize(strategy), plan.cluster().gpus()).percent(0);
    }

    private static String expertsPerGpu(DeploymentPlan plan, RuleSet ruleSet) {
        return ruleSet.expertsPerGpu(plan)
                .map(range ->
                        range.fewest().value().equals(range.most().value())
                                ? range.most().value().toPlainString()
                                : range.fewest().value() + " to " + range.most().value())
                .orElse("none");
    }

    private static String balance(DeploymentPlan plan) {
        return plan.model()
                .experts()
                .map(_ -> RoutedLoad.of(plan).worstOverMean().rounded(2))
                .orElse("none");
    }

    private static String bubble(CheckedPlan plan) {
        return Assessments.of(plan.verdict())
                .map(assessment -> assessment.compute().pipelineBubble().percent(1))
                .orElse("not computed");
    }
}
