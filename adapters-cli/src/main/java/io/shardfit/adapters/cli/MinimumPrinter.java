package io.shardfit.adapters.cli;

import io.shardfit.adapters.cli.Terminal.Style;
import io.shardfit.application.SearchedPlan;
import io.shardfit.domain.search.Candidate;
import io.shardfit.domain.search.MinimumCluster;
import io.shardfit.domain.search.MinimumCluster.Step;
import io.shardfit.domain.verdict.Finding;
import java.util.List;

/// The smallest cluster, and why one step fewer fails.
record MinimumPrinter(Terminal terminal, SearchedPlan searched) {
    void print(MinimumCluster minimum) {
        terminal.line("");
        terminal.line(
                terminal.styled(
                        Style.STRONG,
                        minimum.smallest()
                                .map(step -> "smallest cluster: %d GPUs".formatted(step.gpus()))
                                .orElse(
                                        "no cluster of up to %d GPUs passes"
                                                .formatted(minimum.most()))));
        minimum.smallest().ifPresent(this::passes);
        minimum.before().ifPresent(this::fails);
        if (minimum.smallest().isPresent() && minimum.before().isEmpty()) {
            terminal.line("  there is no smaller one");
        }
    }

    private void passes(Step step) {
        Candidate best = step.found().best().getFirst();
        terminal.wrapped(
                "  ",
                "    ",
                "%s of %s candidates are READY; best by %s %s with %s"
                        .formatted(
                                step.found().ready(),
                                step.found().candidates(),
                                searched.request().objective().word(),
                                best.plan().strategy().shorthand(),
                                best.use().left()));
    }

    private void fails(Step step) {
        terminal.wrapped(
                "  ",
                "    ",
                "%d GPUs: none of %s candidates is READY"
                        .formatted(step.gpus(), step.found().candidates()));
        if (step.found().closest().isEmpty()) {
            step.found()
                    .rejected()
                    .forEach((code, count) ->
                            terminal.line("    %s rejects %s".formatted(code, count)));
        }
        for (Candidate closest : step.found().closest().stream().toList()) {
            terminal.wrapped(
                    "    ",
                    "      ",
                    "closest: %s, %s"
                            .formatted(
                                    closest.plan().strategy().shorthand(),
                                    closest.readiness().name()));
            for (Finding finding : findings(closest)) {
                terminal.wrapped(
                        "    ",
                        "      ",
                        "%s: %s".formatted(finding.code(), Terminal.harmless(finding.message())));
            }
        }
    }

    private List<Finding> findings(Candidate candidate) {
        return searched.decisive(candidate);
    }
}
