package io.shardfit.adapters.cli;

import io.shardfit.application.format.JsonObject;
import java.util.List;
import java.util.stream.Collectors;

/// Prints rule-sets and what one of them would change.
final class RulesPrinter {
    private static final String ROW = "%6s  %-11s  %-10s  %s";

    private RulesPrinter() {}

    static void list(Terminal terminal, JsonObject answer) {
        List<JsonObject> rules = answer.objects("ruleSets");
        terminal.line(ROW.formatted("number", "state", "dated", "summary"));
        rules.forEach(rule ->
                terminal.wrapped(
                        "",
                        " ".repeat(33),
                        Terminal.harmless(
                                ROW.formatted(
                                        TeamPrinter.number(rule, "number"),
                                        rule.words("state"),
                                        rule.words("dated"),
                                        rule.words("summary")))));
    }

    static void impact(Terminal terminal, JsonObject impact) {
        List<JsonObject> changes = impact.objects("changes");
        terminal.line(
                "rule-set %s: %d of %s verdicts would change, %s stay, %s cannot be judged"
                        .formatted(
                                TeamPrinter.number(impact, "number"),
                                changes.size(),
                                TeamPrinter.number(impact, "total"),
                                TeamPrinter.number(impact, "unchanged"),
                                TeamPrinter.number(impact, "errors")));
        changes.forEach(change -> change(terminal, change));
    }

    private static void change(Terminal terminal, JsonObject change) {
        terminal.line("  " + Terminal.named(change.words("deployment")));
        change.objects("delta")
                .forEach(delta ->
                        terminal.wrapped(
                                "    ",
                                "      ",
                                Terminal.harmless(
                                        "%s: %s -> %s"
                                                .formatted(
                                                        delta.words("what"),
                                                        delta.words("from"),
                                                        delta.words("to")))));
        List<JsonObject> approvals = change.objects("approvals");
        if (!approvals.isEmpty()) {
            terminal.wrapped(
                    "    ",
                    "      ",
                    Terminal.harmless(
                            approvals.stream()
                                    .map(RulesPrinter::approval)
                                    .collect(Collectors.joining(", ", "approvals: ", ""))));
        }
    }

    private static String approval(JsonObject approval) {
        return approval.words("environment")
                + approval.text("deadline").map(end -> " until " + end).orElse(" ends");
    }
}
