package io.shardfit.adapters.cli;

import io.shardfit.adapters.cli.Terminal.Style;
import io.shardfit.application.remedy.Proposal;
import io.shardfit.application.remedy.Proposals;
import io.shardfit.application.report.RemedyWords;
import io.shardfit.domain.remedy.Remedies.Ending;
import io.shardfit.domain.verdict.Verdict;
import java.util.ArrayList;
import java.util.List;

/// What makes a plan pass, and what was tried and does not.
record RemediesPrinter(Terminal terminal) {
    private static final int TRIED = 4;

    /// The best few, under the findings of a verdict.
    void summary(Proposals proposals, int most) {
        if (proposals.remedies().ending() == Ending.NOTHING_TO_REPAIR) {
            return;
        }
        terminal.line("");
        heading(proposals);
        for (int i = 0; i < Math.min(most, proposals.numbered().size()); i++) {
            numbered(i + 1, proposals.numbered().get(i));
        }
        notEnough(proposals);
        if (!proposals.numbered().isEmpty()) {
            terminal.line("  = shardfit fix PLAN shows each as a diff and writes one");
        }
    }

    void heading(Proposals proposals) {
        int known = proposals.numbered().size();
        String help = terminal.styled(Style.STRONG, "help") + ": ";
        String found =
                switch (known) {
                    case 0 -> "no remedy of up to three edits found";
                    case 1 -> "1 remedy, judged again under all rules";
                    default -> known + " remedies, each judged again under all rules";
                };
        String ending = RemedyWords.ending(proposals.remedies());
        terminal.wrapped(
                help,
                "  ",
                known > 0 && proposals.remedies().ending() != Ending.TIME
                        ? found
                        : found + "; " + ending);
    }

    void numbered(int number, Proposal proposal) {
        Verdict verdict = proposal.trial().verdict();
        terminal.wrapped(
                "  %2d  ".formatted(number), "      ", Terminal.harmless(proposal.words()));
        List<String> facts = new ArrayList<>();
        facts.add(
                "%d × %s"
                        .formatted(
                                verdict.plan().cluster().gpus(),
                                Terminal.harmless(verdict.plan().cluster().gpu().name())));
        facts.add("fullest " + RemedyWords.need(proposal.trial()));
        facts.add(RemedyWords.frees(proposal.trial()));
        facts.addAll(RemedyWords.costs(proposal.trial()));
        facts.removeIf(String::isEmpty);
        String readiness =
                terminal.styled(
                        VerdictPrinter.style(verdict.readiness()), verdict.readiness().name());
        terminal.wrapped("      " + readiness + ", ", "      ", String.join(", ", facts));
    }

    private void notEnough(Proposals proposals) {
        List<String> tried =
                proposals.notEnough().stream()
                        .filter(proposal -> !RemedyWords.frees(proposal.trial()).isEmpty())
                        .limit(TRIED)
                        .map(proposal ->
                                "%s (%s: %s)"
                                        .formatted(
                                                Terminal.harmless(proposal.words()),
                                                RemedyWords.need(proposal.trial()),
                                                RemedyWords.because(
                                                        proposals.remedies().plan(),
                                                        proposal.trial().verdict())))
                        .toList();
        if (!tried.isEmpty()) {
            terminal.wrapped("  tried and not enough: ", "    ", String.join(", ", tried));
        }
    }
}
