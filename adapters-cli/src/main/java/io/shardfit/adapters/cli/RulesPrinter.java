package io.shardfit.adapters.cli;

import io.shardfit.application.format.JsonObject;

/// Prints what a rule-set would change.
final class RulesPrinter {
    private RulesPrinter() {}

    static void impact(Terminal terminal, JsonObject impact) {
        TeamPrinter.members(terminal, impact);
        TeamPrinter.rows(
                terminal, impact.objects("consequences"), "no verdict and no approval changes");
    }
}
