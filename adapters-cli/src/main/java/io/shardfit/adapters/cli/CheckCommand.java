package io.shardfit.adapters.cli;

import io.shardfit.application.CheckPlan;
import io.shardfit.application.CheckedPlan;
import io.shardfit.application.Overrides;
import io.shardfit.application.document.ErrorDocument;
import io.shardfit.application.document.Json;
import io.shardfit.application.document.RemediesDocument;
import io.shardfit.application.document.SkewDocument;
import io.shardfit.application.document.VerdictDocument;
import io.shardfit.application.format.HistogramReading;
import io.shardfit.application.format.InputError;
import io.shardfit.application.format.JsonText;
import io.shardfit.application.remedy.Proposals;
import io.shardfit.domain.quantity.Share;
import io.shardfit.domain.remedy.Limits;
import io.shardfit.domain.verdict.Readiness;
import io.shardfit.domain.verdict.RuleSet;
import io.shardfit.domain.verdict.Severity;
import io.shardfit.domain.verdict.SkewLimits;
import java.util.List;
import java.util.Locale;
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
    /// Changed plans judged at most, so that an answer stays quick.
    private static final int EVALUATIONS = 120;

    /// What `check` looks for unless told otherwise.
    static final Limits LIMITS = Limits.of(3, EVALUATIONS);

    /// From which finding on the exit code is 1.
    enum FailOn {
        FAIL,
        WARN,
        NEVER;

        /// {@return as it is typed}
        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    @Parameters(paramLabel = "PLAN", description = "a plan in YAML or JSON; - reads standard input")
    private String plan = "";

    @Option(
            names = {"-o", "--output", "--format"},
            paramLabel = "FORMAT",
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
                    "leave this part of the allocatable memory free, 0%% to 50%%, such as 10%%,"
                            + " instead of the plan's hardware.safetyMargin")
    private @Nullable Share margin;

    @Option(
            names = "--imbalance",
            description =
                    "say at which skew of the routing the plan runs out of memory: busiest rank"
                            + " over the mean, in hundredths")
    private boolean imbalance;

    @Option(
            names = "--histogram",
            paramLabel = "FILE",
            description =
                    "measured tokens per expert instead of the plan's workload.routing: one number"
                            + " a line, CSV expert,tokens (more columns are more layers), or a JSON"
                            + " list; the worst layer counts for all")
    private @Nullable String histogram;

    @Option(
            names = "--remedies",
            paramLabel = "N",
            converter = RemedyCountOption.class,
            description =
                    "look for N remedies and print so many at most, or none (default:"
                            + " ${DEFAULT-VALUE}); `shardfit fix` lists more")
    private int remedies = LIMITS.wanted();

    @Option(
            names = "--stdin-name",
            paramLabel = "NAME",
            description = "what to call standard input in messages")
    private String standardInputName = "<stdin>";

    @Option(names = "--color", description = "auto, always or never (text only)")
    private Terminal.Colour colour = Terminal.Colour.AUTO;

    @Override
    public Integer call() {
        Optional<InputError> twice = InputFile.namedTwice(plan, histogram == null ? "" : histogram);
        if (twice.isPresent()) {
            return reject(List.of(twice.orElseThrow()));
        }
        return switch (InputFile.read(plan, standardInputName)) {
            case InputFile.Unreadable(InputError error) -> reject(List.of(error));
            case InputFile.Content content -> check(content);
        };
    }

    private int check(InputFile.Content content) {
        if (histogram == null) {
            return check(content, Optional.empty());
        }
        return switch (InputFile.read(histogram, "<stdin>")) {
            case InputFile.Unreadable(InputError error) -> reject(List.of(error));
            case InputFile.Content(String name, byte[] bytes) ->
                    switch (HistogramReading.of(name, bytes)) {
                        case HistogramReading.Rejected(InputError error) -> reject(List.of(error));
                        case HistogramReading.Read read -> check(content, Optional.of(read));
                    };
        };
    }

    private int check(InputFile.Content content, Optional<HistogramReading.Read> measured) {
        Overrides overrides = new Overrides(Optional.ofNullable(margin), measured);
        return switch (UseCases.checkPlan()
                .check(content.name(), content.bytes(), ruleSet, overrides)) {
            case CheckPlan.Outcome.Rejected(List<InputError> errors) -> reject(errors);
            case CheckPlan.Outcome.Checked(CheckedPlan checked) -> answer(checked);
        };
    }

    private int answer(CheckedPlan checked) {
        switch (output) {
            case TEXT -> print(checked);
            case JSON -> StandardOutput.write(JsonText.pretty(document(checked)));
        }
        return exitCode(checked);
    }

    private void print(CheckedPlan checked) {
        Terminal terminal = Terminal.ofProcess(colour);
        new VerdictPrinter(terminal)
                .print(
                        checked,
                        () -> {
                            if (imbalance) {
                                new SkewPrinter(terminal).print(checked.verdict(), limits(checked));
                            }
                        },
                        () ->
                                proposals(checked)
                                        .ifPresent(known ->
                                                new RemediesPrinter(terminal)
                                                        .summary(known, remedies)));
    }

    private Json.Fields document(CheckedPlan checked) {
        Json.Fields judged = VerdictDocument.of(checked);
        Json.Fields verdict =
                proposals(checked).map(known -> RemediesDocument.in(judged, known)).orElse(judged);
        return imbalance ? SkewDocument.in(verdict, limits(checked)) : verdict;
    }

    private Optional<Proposals> proposals(CheckedPlan checked) {
        return remedies == 0
                ? Optional.empty()
                : Optional.of(
                        UseCases.proposeRemedies()
                                .propose(checked.verdict(), Limits.of(remedies, EVALUATIONS)));
    }

    private Optional<SkewLimits> limits(CheckedPlan checked) {
        return SkewLimits.of(checked.verdict().plan(), ruleSet);
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
