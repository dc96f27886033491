package io.shardfit.adapters.cli;

import io.shardfit.adapters.cli.Terminal.Style;
import io.shardfit.application.report.Checks;
import io.shardfit.application.report.Checks.Mark;
import io.shardfit.domain.verdict.Verdict;

/// One line per check: what was needed and what there is. `-` means that it was not checked.
record ChecksPrinter(Terminal terminal) {
    void print(Verdict verdict) {
        for (Checks.Check check : Checks.of(verdict)) {
            String label =
                    terminal.styled(style(check.mark()), "%-5s".formatted(check.mark().word()));
            terminal.wrapped(
                    "  %s  %-9s ".formatted(label, check.name()),
                    " ".repeat(19),
                    Terminal.harmless(check.text()));
        }
    }

    private static Style style(Mark mark) {
        return switch (mark) {
            case PASS -> Style.GOOD;
            case WARN, TIGHT -> Style.DOUBTFUL;
            case FAIL -> Style.BAD;
            case SKIPPED -> Style.QUIET;
        };
    }
}
