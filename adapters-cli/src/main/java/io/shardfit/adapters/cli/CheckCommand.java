package io.shardfit.adapters.cli;

import io.shardfit.application.CheckPlan;
import io.shardfit.application.CheckedPlan;
import io.shardfit.application.Overrides;
import io.shardfit.application.document.ErrorDocument;
import io.shardfit.application.document.VerdictDocument;
import io.shardfit.application.format.InputError;
import io.shardfit.application.format.JsonText;
import io.shardfit.domain.quantity.Share;
import io.shardfit.domain.verdict.Readiness;
import io.shardfit.domain.verdict.RuleSet;
import io.shardfit.domain.verdict.Severity;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Judges one plan.
@Command(
        name = "check",
        mixinStandardHelpOptions = true,
        description = "Judges a plan: READY, TIGHT, NOT_READY or UNKNOWN, and why.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            " 0:READY or TIGHT",
            " 1:NOT_READY",
            " 2:usage or unreadable input",
            " 3:UNKNOWN, cannot be judged",
            "70:a bug in Shardfit",
            "74:the answer could not be written",
        })
final class CheckCommand implements Callable<Integer> {
    enum Output {
        TEXT,
        JSON
    }

    /// From which finding on the exit code is 1.
    enum FailOn {
        FAIL,
        WARN,
        NEVER
    }

    @Parameters(paramLabel = "PLAN", description = "a plan in YAML or JSON; - reads standard input")
    private String plan = "";

    @Option(
            names = {"-o", "--output"},
            description = "text or json (default: ${DEFAULT-VALUE})")
    private Output output = Output.TEXT;

    @Option(
            names = "--rule-set",
            converter = RuleSetOption.class,
            description = "judge by this edition of the rules (default: the current one)")
    private RuleSet ruleSet = RuleSet.current();

    @Option(
            names = "--fail-on",
            description =
                    "exit 1 for NOT_READY (fail), for TIGHT and warnings too (warn), or never")
    private FailOn failOn = FailOn.FAIL;

    @Option(
            names = "--margin",
            paramLabel = "PERCENT",
            converter = MarginOption.class,
            description =
                    "leave this part of the allocatable memory free, 0 to 50, instead of the plan's"
                            + " hardware.safetyMargin")
    private @Nullable Share margin;

    @Option(names = "--stdin-name", description = "what to call standard input in messages")
    private String standardInputName = "<stdin>";

    @Option(names = "--color", description = "auto, always or never (text only)")
    private Terminal.Colour colour = Terminal.Colour.AUTO;

    @Override
    public Integer call() {
        return switch (InputFile.read(plan, standardInputName)) {
            case InputFile.Unreadable(InputError error) -> reject(List.of(error));
            case InputFile.Content(String name, byte[] bytes) ->
                    switch (UseCases.checkPlan().check(name, bytes, ruleSet, overrides())) {
                        case CheckPlan.Outcome.Rejected(List<InputError> errors) -> reject(errors);
                        case CheckPlan.Outcome.Checked(CheckedPlan checked) -> answer(checked);
                    };
        };
    }

    private Overrides overrides() {
        return new Overrides(Optional.ofNullable(margin));
    }

    private int answer(CheckedPlan checked) {
        switch (output) {
            case TEXT -> new VerdictPrinter(Terminal.ofProcess(colour)).print(checked);
            case JSON -> StandardOutput.write(JsonText.pretty(VerdictDocument.of(checked)));
        }
        return exitCode(checked);
    }

    private int exitCode(CheckedPlan checked) {
        Readiness readiness = checked.verdict().readiness();
        boolean warned =
                readiness == Readiness.TIGHT
                        || checked.verdict().findings().stream()
                                .anyMatch(finding -> finding.severity() == Severity.WARNING);
        return switch (failOn) {
            case NEVER -> ExitCode.PASSED;
            case FAIL -> ExitCode.of(readiness);
            case WARN ->
                    readiness == Readiness.READY || readiness == Readiness.TIGHT
                            ? (warned ? ExitCode.NOT_READY : ExitCode.PASSED)
                            : ExitCode.of(readiness);
        };
    }

    private int reject(List<InputError> errors) {
        if (output == Output.JSON) {
            StandardOutput.write(JsonText.pretty(ErrorDocument.of(errors)));
        } else {
            Errors.print(errors);
        }
        return ExitCode.USAGE;
    }
}
