package io.shardfit.adapters.cli;

import io.shardfit.adapters.cli.Terminal.Style;
import io.shardfit.application.CompareConventions.Outcome.Compared;
import io.shardfit.application.document.ConventionExperts;
import io.shardfit.domain.plan.DeploymentPlan;
import io.shardfit.domain.strategy.Convention;
import io.shardfit.domain.strategy.ParallelGroups;
import io.shardfit.domain.verdict.ConventionAnswer;
import io.shardfit.domain.verdict.ConventionAnswer.Counted;
import io.shardfit.domain.verdict.ConventionAnswer.Uncountable;
import io.shardfit.domain.verdict.Finding;
import java.util.List;
import java.util.stream.Stream;

/// One line per convention, then what each refuses. `*` marks the plan's own.
record ConventionsPrinter(Terminal terminal) {
    private static final String ROW = "%1s %-15s %6s %8s %7s %4s %4s %5s %8s  ";

    void print(Compared compared) {
        DeploymentPlan plan = compared.plan();
        terminal.line(
                terminal.styled(Style.STRONG, Terminal.named(plan.name()))
                        + "  "
                        + plan.strategy().shorthand());
        terminal.wrapped(
                "  ",
                "  ",
                "%s on %d × %s; * is the plan's own convention"
                        .formatted(
                                Terminal.named(plan.model().name()),
                                plan.cluster().gpus(),
                                Terminal.named(plan.cluster().gpu().name())));
        terminal.line("");
        terminal.line(
                ROW.formatted(
                                "",
                                "convention",
                                "GPUs",
                                "replicas",
                                "shards",
                                "EP",
                                "ETP",
                                "EDP",
                                "experts")
                        + "answer");
        for (ConventionAnswer answer : compared.answers()) {
            row(plan, answer);
        }
        compared.answers().forEach(this::refusals);
        terminal.line("");
        terminal.wrapped(
                "",
                "",
                "shards: ranks that hold the same weights; EP: ranks over which experts are dealt,"
                        + " ETP: ranks that split each, EDP: ranks that hold the same; experts: of a"
                        + " layer on a GPU");
        terminal.finish();
    }

    private void row(DeploymentPlan plan, ConventionAnswer answer) {
        String mark = answer.convention().equals(plan.convention()) ? "*" : "";
        switch (answer) {
            case Uncountable _ -> line(mark, answer.convention(), "> 2^31", List.of(), "refused");
            case Counted counted ->
                    line(
                            mark,
                            answer.convention(),
                            String.valueOf(counted.plan().groups().worldSize()),
                            counted.isLegal() ? groups(counted.plan()) : List.of(),
                            word(counted));
        }
    }

    private static String word(Counted counted) {
        if (!counted.isLegal()) {
            return "refused";
        }
        return counted.shortage().isEmpty() ? "legal" : "too few GPUs";
    }

    private void line(
            String mark, Convention convention, String gpus, List<String> groups, String word) {
        List<String> shown = groups.isEmpty() ? List.of("-", "-", "-", "-", "-", "-") : groups;
        Object[] cells =
                Stream.concat(Stream.of(mark, convention.name(), gpus), shown.stream()).toArray();
        Style style = word.equals("legal") ? Style.GOOD : Style.BAD;
        terminal.line(ROW.formatted(cells) + terminal.styled(style, word));
    }

    private static List<String> groups(DeploymentPlan plan) {
        ParallelGroups groups = plan.groups();
        return List.of(
                String.valueOf(groups.replicas()),
                String.valueOf(groups.denseShards()),
                String.valueOf(groups.expert()),
                String.valueOf(groups.expertTensor()),
                String.valueOf(groups.expertShards()),
                plan.model()
                        .experts()
                        .map(experts -> ConventionExperts.of(plan, experts).toString())
                        .orElse("-"));
    }

    private void refusals(ConventionAnswer answer) {
        switch (answer) {
            case Uncountable _ -> {}
            case Counted(_, List<Finding> refusals, List<Finding> shortage) -> {
                List<Finding> findings =
                        Stream.concat(refusals.stream(), shortage.stream()).toList();
                if (!findings.isEmpty()) {
                    terminal.line("");
                    terminal.line(
                            "%s: %s"
                                    .formatted(
                                            terminal.styled(
                                                    Style.STRONG, answer.convention().name()),
                                            answer.convention().worldSizeEquation()));
                }
                for (Finding finding : findings) {
                    terminal.wrapped("  " + finding.code() + "  ", "          ", finding.message());
                }
            }
        }
    }
}
