package io.shardfit.application;

import io.shardfit.application.format.InputError;
import io.shardfit.application.remedy.ProposeRemedies;
import io.shardfit.application.report.AnalysisReport;
import io.shardfit.domain.verdict.RuleSet;
import java.util.ArrayList;
import java.util.List;

/// Judges plans and writes one analysis of all of them.
public final class ReportPlans {
    private final CheckPlan checkPlan;
    private final ProposeRemedies propose;
    private final StrategySearch search;

    public ReportPlans(CheckPlan checkPlan, ProposeRemedies propose, StrategySearch search) {
        this.checkPlan = checkPlan;
        this.propose = propose;
        this.search = search;
    }

    /// A plan file as it came.
    public record Input(String fileName, byte[] bytes) {}

    /// What became of it. One unreadable file rejects the whole report, with all errors.
    public sealed interface Outcome {
        record Reported(List<CheckedPlan> plans, String markdown) implements Outcome {
            public Reported {
                plans = List.copyOf(plans);
            }
        }

        record Rejected(List<InputError> errors) implements Outcome {
            public Rejected {
                errors = List.copyOf(errors);
            }
        }
    }

    public Outcome report(List<Input> inputs, RuleSet ruleSet, Overrides overrides) {
        List<CheckedPlan> plans = new ArrayList<>();
        List<InputError> errors = new ArrayList<>();
        for (Input input : inputs) {
            switch (checkPlan.check(input.fileName(), input.bytes(), ruleSet, overrides)) {
                case CheckPlan.Outcome.Checked(CheckedPlan plan) -> plans.add(plan);
                case CheckPlan.Outcome.Rejected(List<InputError> problems) ->
                        errors.addAll(problems);
            }
        }
        return errors.isEmpty() ? write(plans) : new Outcome.Rejected(errors);
    }

    /// A change that is tried can multiply sizes beyond what the plan itself has.
    private Outcome write(List<CheckedPlan> plans) {
        try {
            return new Outcome.Reported(plans, AnalysisReport.of(plans, propose, search));
        } catch (ArithmeticException overflow) {
            return new Outcome.Rejected(
                    List.of(CheckPlan.tooLarge(plans.getFirst().file().name())));
        }
    }
}
