package io.shardfit.adapters.cli;

import io.shardfit.adapters.cli.Terminal.Style;
import io.shardfit.application.CheckedPlan;
import io.shardfit.application.format.Assumption;
import io.shardfit.domain.plan.DeploymentPlan;
import io.shardfit.domain.verdict.Readiness;
import io.shardfit.domain.verdict.Severity;
import io.shardfit.domain.verdict.Verdict;
import io.shardfit.domain.verdict.Verdict.Assessed;
import io.shardfit.domain.verdict.Verdict.Refused;
import io.shardfit.domain.workload.Workload.Inference;
import io.shardfit.domain.workload.Workload.Training;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// A verdict as a person reads it: the answer first, then checks, memory, findings and assumptions.
record VerdictPrinter(Terminal terminal) {

    void print(CheckedPlan checked) {
        print(checked, () -> {}, () -> {});
    }

    /// @param more what was asked beside the verdict; shown before its details
    /// @param help what can be done about the findings; shown behind them
    void print(CheckedPlan checked, Runnable more, Runnable help) {
        Verdict verdict = checked.verdict();
        headline(verdict);
        terminal.line("");
        new ChecksPrinter(terminal).print(verdict);
        more.run();
        switch (verdict) {
            case Assessed assessed -> {
                terminal.line("");
                new MemoryPrinter(terminal).print(assessed.assessment());
            }
            case Refused _ -> {}
        }
        new FindingsPrinter(terminal).print(verdict.findings(), checked.file());
        help.run();
        assumptions(checked.file().assumptions());
        terminal.line("");
        terminal.line(tally(verdict));
        terminal.finish();
    }

    private void headline(Verdict verdict) {
        DeploymentPlan plan = verdict.plan();
        terminal.line(
                terminal.styled(style(verdict.readiness()), verdict.readiness().name())
                        + "  "
                        + terminal.styled(Style.STRONG, Terminal.harmless(plan.name())));
        terminal.line(
                "  %s of %s (%s parameters) on %d × %s"
                        .formatted(
                                workload(plan),
                                Terminal.harmless(plan.model().name()),
                                plan.model().parameters().total(),
                                plan.cluster().gpus(),
                                Terminal.harmless(plan.cluster().gpu().name())));
        terminal.line(
                "  %s, convention %s, rule-set %d"
                        .formatted(
                                plan.strategy().shorthand(),
                                plan.convention().name(),
                                verdict.ruleSet().number()));
    }

    private static String workload(DeploymentPlan plan) {
        return switch (plan.workload()) {
            case Training _ -> "training";
            case Inference _ -> "inference";
        };
    }

    static Style style(Readiness readiness) {
        return switch (readiness) {
            case READY -> Style.GOOD;
            case TIGHT, UNKNOWN -> Style.DOUBTFUL;
            case NOT_READY -> Style.BAD;
        };
    }

    private void assumptions(List<Assumption> assumptions) {
        if (assumptions.isEmpty()) {
            return;
        }
        terminal.line("");
        terminal.line(terminal.styled(Style.STRONG, "assumed, because the plan does not say"));
        for (Assumption assumption : assumptions) {
            terminal.wrapped(
                    "  ",
                    "    ",
                    "%s = %s (%s)"
                            .formatted(assumption.key(), assumption.value(), assumption.origin()));
        }
    }

    private static String tally(Verdict verdict) {
        String counts =
                Stream.of(Severity.values())
                        .filter(severity -> count(verdict, severity) > 0)
                        .map(severity -> count(verdict, severity) + " " + severity.word())
                        .collect(Collectors.joining(", "));
        return counts.isEmpty() ? "nothing found" : "found: " + counts;
    }

    private static long count(Verdict verdict, Severity severity) {
        return verdict.findings().stream()
                .filter(finding -> finding.severity() == severity)
                .count();
    }
}
