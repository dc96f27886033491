package io.shardfit.adapters.cli;

import io.shardfit.application.Overrides;
import io.shardfit.application.ReportPlans;
import io.shardfit.application.ReportPlans.Input;
import io.shardfit.application.format.InputError;
import io.shardfit.domain.quantity.Share;
import io.shardfit.domain.verdict.Readiness;
import io.shardfit.domain.verdict.RuleSet;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Writes one analysis of several plans.
@Command(
        name = "report",
        mixinStandardHelpOptions = true,
        description = "Writes a Markdown analysis of one or several plans, side by side.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            " 0:at least one plan is READY or TIGHT",
            " 1:no plan may be deployed",
            " 2:usage or unreadable input",
            " 3:no plan passes, and at least one cannot be judged",
            "70:a bug in Shardfit",
            "74:the answer could not be written",
        })
final class ReportCommand implements Callable<Integer> {
    @Parameters(paramLabel = "PLAN", arity = "1..*", description = "plans in YAML or JSON")
    private List<String> plans = List.of();

    @Option(
            names = "--rule-set",
            converter = RuleSetOption.class,
            description = "judge by this edition of the rules (default: the current one)")
    private RuleSet ruleSet = RuleSet.current();

    @Option(
            names = "--margin",
            paramLabel = "PERCENT",
            converter = MarginOption.class,
            description =
                    "leave this part of the allocatable memory free, 0%% to 50%%, such as 10%%,"
                            + " instead of each plan's hardware.safetyMargin")
    private @Nullable Share margin;

    @Override
    public Integer call() {
        List<Input> inputs = new ArrayList<>();
        List<InputError> errors = new ArrayList<>();
        InputFile.namedTwice(plans.toArray(String[]::new)).ifPresent(errors::add);
        for (String plan : plans) {
            switch (InputFile.read(plan, "<stdin>")) {
                case InputFile.Unreadable(InputError error) -> errors.add(error);
                case InputFile.Content(String name, byte[] bytes) ->
                        inputs.add(new Input(name, bytes));
            }
        }
        return errors.isEmpty() ? report(inputs) : reject(errors);
    }

    private Overrides overrides() {
        return new Overrides(Optional.ofNullable(margin));
    }

    private int report(List<Input> inputs) {
        return switch (UseCases.reportPlans().report(inputs, ruleSet, overrides())) {
            case ReportPlans.Outcome.Rejected(List<InputError> errors) -> reject(errors);
            case ReportPlans.Outcome.Reported reported -> {
                StandardOutput.write(reported.markdown());
                yield ExitCode.of(Readiness.best(readiness(reported)));
            }
        };
    }

    private static List<Readiness> readiness(ReportPlans.Outcome.Reported reported) {
        return reported.plans().stream().map(plan -> plan.verdict().readiness()).toList();
    }

    private static int reject(List<InputError> errors) {
        Errors.print(errors);
        return ExitCode.USAGE;
    }
}
