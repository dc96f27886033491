package io.shardfit.adapters.cli;

import io.shardfit.adapters.cli.Terminal.Style;
import io.shardfit.application.document.VerdictDocument;
import io.shardfit.application.format.PlanFile;
import io.shardfit.application.format.SourceMap.Place;
import io.shardfit.domain.verdict.Finding;
import io.shardfit.domain.verdict.Severity;
import java.util.List;

/// Findings with the line of the user's file that decides them.
record FindingsPrinter(Terminal terminal) {
    /// Columns shown at least from the one a finding points to.
    private static final int CONTEXT = 20;

    void print(List<Finding> findings, PlanFile file) {
        for (Finding finding : findings) {
            terminal.line("");
            terminal.wrapped(
                    terminal.styled(style(finding.severity()), word(finding.severity()))
                            + "["
                            + finding.code()
                            + "]: ",
                    "  ",
                    Terminal.harmless(finding.message()));
            VerdictDocument.place(finding, file).ifPresent(place -> excerpt(place, file));
            terminal.line("  = shardfit explain " + finding.code());
        }
    }

    private void excerpt(Place place, PlanFile file) {
        int number = place.at().line();
        terminal.line(
                "  --> %s:%d:%d"
                        .formatted(Terminal.harmless(file.name()), number, place.at().column()));
        file.source().line(number).ifPresent(line -> excerpt(number, place.at().column(), line));
    }

    /// As much of the line as fits, with the place in it.
    private void excerpt(int number, int column, String line) {
        String gutter = "%4d | ".formatted(number);
        int room = terminal.width() - gutter.length();
        int end = Math.min(line.length(), column + CONTEXT);
        int start = end <= room ? 0 : Math.min(column - 1, end - room + 2);
        String window = Terminal.harmless(line.substring(Math.min(start, line.length())));
        String shown = (start > 0 ? "… " : "") + window;
        terminal.line(gutter + (shown.length() > room ? shown.substring(0, room) : shown));
    }

    private static String word(Severity severity) {
        return switch (severity) {
            case BLOCKER -> "error";
            case UNDECIDED -> "unknown";
            case TIGHT -> "tight";
            case WARNING -> "warning";
            case ADVICE -> "note";
        };
    }

    private static Style style(Severity severity) {
        return switch (severity) {
            case BLOCKER -> Style.BAD;
            case UNDECIDED, TIGHT, WARNING -> Style.DOUBTFUL;
            case ADVICE -> Style.QUIET;
        };
    }
}
