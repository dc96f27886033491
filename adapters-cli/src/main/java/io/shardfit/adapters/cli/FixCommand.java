package io.shardfit.adapters.cli;

import io.shardfit.adapters.cli.Terminal.Style;
import io.shardfit.application.FixPlan;
import io.shardfit.application.FixPlan.Fix;
import io.shardfit.application.FixPlan.Outcome.Proposed;
import io.shardfit.application.LineDiff;
import io.shardfit.application.format.InputError;
import io.shardfit.application.format.PlanKeys;
import io.shardfit.application.remedy.Proposals;
import io.shardfit.application.report.RemedyWords;
import io.shardfit.domain.plan.DeploymentPlan;
import io.shardfit.domain.remedy.Limits;
import io.shardfit.domain.remedy.Remedies.Ending;
import io.shardfit.domain.verdict.Readiness;
import io.shardfit.domain.verdict.RuleSet;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Lists what makes a plan pass, or writes the corrected plan beside it.
@Command(
        name = "fix",
        mixinStandardHelpOptions = true,
        description = {
            "Lists the smallest changes that make a plan pass, each proven, as a diff of its file.",
            "With --apply it writes one of them as a new file beside the plan."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            " 0:the plan passes, or a remedy was found; with --apply: it was written",
            " 1:no remedy was found",
            " 2:usage or unreadable input, also a number that no remedy has",
            " 3:the plan cannot be judged, and no remedy changes that",
            "70:a bug in Shardfit",
            "74:the answer could not be written",
        })
final class FixCommand implements Callable<Integer> {
    @Parameters(paramLabel = "PLAN", description = "a plan in YAML or JSON; - reads standard input")
    private String plan = "";

    @Option(
            names = "--apply",
            paramLabel = "N",
            description =
                    "write remedy N of the list beside the plan, as name.fixed.yaml, or"
                            + " name.fixed-2.yaml and so on: no file is overwritten")
    private @Nullable Integer apply;

    @Option(
            names = "--evaluations",
            paramLabel = "N",
            description =
                    "judge at most N changed plans (default: ${DEFAULT-VALUE}); the same N gives"
                            + " the same list")
    private int evaluations = 3_000;

    @Option(
            names = "--time-limit",
            paramLabel = "SECONDS",
            description = "stop after so many seconds, and say so; another run may find more")
    private @Nullable Integer seconds;

    @Option(
            names = "--rule-set",
            converter = RuleSetOption.class,
            description = "judge by this edition of the rules (default: the current one)")
    private RuleSet ruleSet = RuleSet.current();

    @Option(names = "--color", description = "auto, always or never")
    private Terminal.Colour colour = Terminal.Colour.AUTO;

    @Override
    public Integer call() {
        if (evaluations < 1) {
            return wrong("--evaluations", "is %d".formatted(evaluations), "give a number from 1");
        }
        if (seconds != null && seconds < 0) {
            return wrong("--time-limit", "is %d".formatted(seconds), "give seconds from 0");
        }
        if (apply != null && plan.equals("-")) {
            return wrong(
                    "--apply",
                    "standard input has no place beside it to write to",
                    "save the plan to a file and name it");
        }
        return switch (InputFile.read(plan, "<stdin>")) {
            case InputFile.Unreadable(InputError error) -> reject(List.of(error));
            case InputFile.Content(String name, byte[] bytes) ->
                    switch (UseCases.fixPlan().fix(name, bytes, ruleSet, limits())) {
                        case FixPlan.Outcome.Rejected(List<InputError> errors) -> reject(errors);
                        case Proposed proposed ->
                                answer(proposed, new String(bytes, StandardCharsets.UTF_8));
                    };
        };
    }

    private Limits limits() {
        if (seconds == null) {
            return Limits.of(WANTED, evaluations);
        }
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        return new Limits(WANTED, evaluations, () -> System.nanoTime() - end >= 0);
    }

    /// Of a plan in one line nobody sees what changed.
    private static final int LONGEST_LINE = 160;

    /// A list that a person reads to the end.
    private static final int WANTED = 5;

    private int answer(Proposed proposed, String text) {
        Terminal terminal = Terminal.ofProcess(colour);
        if (apply != null) {
            return apply(terminal, proposed, text, apply);
        }
        Readiness readiness = proposed.plan().verdict().readiness();
        terminal.line(
                terminal.styled(VerdictPrinter.style(readiness), readiness.name())
                        + "  "
                        + Terminal.harmless(proposed.plan().verdict().plan().name()));
        if (proposed.proposals().remedies().ending() == Ending.NOTHING_TO_REPAIR) {
            terminal.line("  nothing to repair");
        } else {
            list(terminal, proposed, text);
        }
        terminal.finish();
        return exitCode(proposed);
    }

    private void list(Terminal terminal, Proposed proposed, String text) {
        Proposals proposals = proposed.proposals();
        RemediesPrinter printer = new RemediesPrinter(terminal);
        printer.heading(proposals);
        for (int i = 0; i < proposed.fixes().size(); i++) {
            Fix fix = proposed.fixes().get(i);
            terminal.line("");
            printer.numbered(i + 1, fix.proposal());
            RemedyWords.risks(fix.proposal().trial())
                    .forEach(words -> terminal.wrapped("      ", "        ", words));
            diff(terminal, proposed, text, fix);
            fix.proposal().flags().forEach(flag -> terminal.wrapped("      $ ", "        ", flag));
        }
        terminal.line("");
        terminal.wrapped(
                "",
                "  ",
                "%d changed plans judged: %s"
                        .formatted(
                                proposals.remedies().evaluations(),
                                RemedyWords.ending(proposals.remedies())));
    }

    /// Line by line; key by key where a line holds half a plan.
    private static void diff(Terminal terminal, Proposed proposed, String before, Fix fix) {
        List<LineDiff.Line> lines = LineDiff.of(before, fix.text());
        if (lines.stream().anyMatch(line -> line.text().length() > LONGEST_LINE)) {
            keys(terminal, proposed, fix);
            return;
        }
        for (LineDiff.Line line : lines) {
            boolean added = line.change() == LineDiff.Change.ADDED;
            changed(terminal, added, "%5d".formatted(line.number()), line.text());
        }
    }

    private static void keys(Terminal terminal, Proposed proposed, Fix fix) {
        DeploymentPlan plan = proposed.plan().verdict().plan();
        DeploymentPlan corrected = fix.checked().verdict().plan();
        PlanKeys.between(corrected, plan)
                .forEach(key -> changed(terminal, false, "  key", key.toString()));
        PlanKeys.between(plan, corrected)
                .forEach(key -> changed(terminal, true, "  key", key.toString()));
    }

    private static void changed(Terminal terminal, boolean added, String where, String text) {
        String shown = "%s %s %s".formatted(where, added ? "+" : "-", Terminal.harmless(text));
        terminal.line(terminal.styled(added ? Style.GOOD : Style.BAD, shown));
    }

    private int apply(Terminal terminal, Proposed proposed, String text, int number) {
        int known = proposed.fixes().size();
        if (number < 1 || number > known) {
            return wrong(
                    "--apply",
                    "there is no remedy %d: %s"
                            .formatted(
                                    number,
                                    known == 0 ? "none was found" : "the list ends with " + known),
                    "see the list of `shardfit fix %s`".formatted(plan));
        }
        Fix fix = proposed.fixes().get(number - 1);
        return switch (CorrectedFile.write(plan, fix.text())) {
            case CorrectedFile.Failed(InputError error) -> reject(List.of(error));
            case CorrectedFile.Written(String path) -> applied(terminal, proposed, text, fix, path);
            case CorrectedFile.There(String path) ->
                    applied(
                            terminal,
                            proposed,
                            text,
                            fix,
                            path + " says so already, nothing written");
        };
    }

    private static int applied(
            Terminal terminal, Proposed proposed, String text, Fix fix, String where) {
        Readiness readiness = fix.checked().verdict().readiness();
        terminal.line(
                "%s  %s"
                        .formatted(
                                terminal.styled(VerdictPrinter.style(readiness), readiness.name()),
                                Terminal.harmless(where)));
        diff(terminal, proposed, text, fix);
        terminal.finish();
        return ExitCode.PASSED;
    }

    private static int exitCode(Proposed proposed) {
        Readiness readiness = proposed.plan().verdict().readiness();
        return proposed.fixes().isEmpty() ? ExitCode.of(readiness) : ExitCode.PASSED;
    }

    private int wrong(String option, String problem, String remedy) {
        return reject(List.of(InputError.ofCommandLine(option, problem, remedy)));
    }

    private static int reject(List<InputError> errors) {
        Errors.print(errors);
        return ExitCode.USAGE;
    }
}
