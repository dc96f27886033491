package io.shardfit.adapters.cli;

import io.shardfit.application.CheckPlan;
import io.shardfit.application.CheckedPlan;
import io.shardfit.application.FindingPages;
import io.shardfit.application.Overrides;
import io.shardfit.application.document.Explanation;
import io.shardfit.application.document.Json;
import io.shardfit.application.document.RemediesDocument;
import io.shardfit.application.document.SkewDocument;
import io.shardfit.application.document.VerdictDocument;
import io.shardfit.application.format.InputError;
import io.shardfit.application.format.Spelling;
import io.shardfit.domain.verdict.RuleSet;
import io.shardfit.domain.verdict.SkewLimits;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Shows a finding's page, or the arithmetic of a number of the answer.
@Command(
        name = "explain",
        mixinStandardHelpOptions = true,
        description = {
            "Explains a finding (explain MEM001) or a number of the JSON answer",
            "(explain memory.worst.totalBytes PLAN)."
        })
final class ExplainCommand implements Callable<Integer> {
    @Parameters(
            index = "0",
            paramLabel = "CODE|PATH",
            description =
                    "a finding's code, or a path such as memory.stages[0].parts[weights].bytes")
    private String subject = "";

    @Parameters(index = "1", arity = "0..1", paramLabel = "PLAN", description = "the plan")
    private @Nullable String plan;

    @Option(
            names = "--rule-set",
            converter = RuleSetOption.class,
            description = "judge by this edition of the rules (default: the current one)")
    private RuleSet ruleSet = RuleSet.current();

    @Override
    public Integer call() {
        return plan == null ? page() : number(plan);
    }

    private int page() {
        Optional<String> page = FindingPages.page(subject);
        if (page.isEmpty()) {
            Errors.print(
                    "\"%s\" is not the code of a finding; %s"
                            .formatted(
                                    subject,
                                    Spelling.closest(subject, FindingPages.codes())
                                            .map(meant -> "did you mean `" + meant + "`?")
                                            .orElse(
                                                    "expected a code such as MEM001, or a path and"
                                                            + " a plan")));
            return ExitCode.USAGE;
        }
        Terminal terminal = Terminal.ofProcess();
        page.orElseThrow().lines().forEach(terminal::line);
        terminal.finish();
        return ExitCode.PASSED;
    }

    private int number(String file) {
        return switch (InputFile.read(file, "<stdin>")) {
            case InputFile.Unreadable(InputError error) -> reject(List.of(error));
            case InputFile.Content(String name, byte[] bytes) ->
                    switch (UseCases.checkPlan().check(name, bytes, ruleSet, Overrides.NONE)) {
                        case CheckPlan.Outcome.Rejected(List<InputError> errors) -> reject(errors);
                        case CheckPlan.Outcome.Checked(CheckedPlan checked) -> show(checked);
                    };
        };
    }

    private int show(CheckedPlan checked) {
        Explanation explanation = new Explanation(document(checked));
        Terminal terminal = Terminal.ofProcess();
        Optional<Json> value = explanation.at(subject);
        if (value.isPresent()) {
            new ArithmeticPrinter(terminal).print(subject, value.orElseThrow());
            terminal.finish();
            return ExitCode.PASSED;
        }
        List<String> below = explanation.below(subject);
        if (below.isEmpty()) {
            Errors.print(
                    "the answer has no \"%s\"; %s"
                            .formatted(
                                    subject,
                                    explanation
                                            .nearest(subject)
                                            .map(meant -> "did you mean `" + meant + "`?")
                                            .orElse("see the paths in `shardfit check -o json`")));
            return ExitCode.USAGE;
        }
        below.forEach(terminal::line);
        terminal.finish();
        return ExitCode.PASSED;
    }

    /// The limits of a skew and remedies are searched only when asked for.
    private Json.Fields document(CheckedPlan checked) {
        Json.Fields verdict = VerdictDocument.of(checked);
        if (subject.startsWith("remed") || subject.startsWith("triedAndNotEnough")) {
            return RemediesDocument.in(
                    verdict,
                    UseCases.proposeRemedies().propose(checked.verdict(), CheckCommand.LIMITS));
        }
        return subject.startsWith("imbalance")
                ? SkewDocument.in(verdict, SkewLimits.of(checked.verdict().plan(), ruleSet))
                : verdict;
    }

    private static int reject(List<InputError> errors) {
        Errors.print(errors);
        return ExitCode.USAGE;
    }
}
