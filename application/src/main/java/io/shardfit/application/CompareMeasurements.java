package io.shardfit.application;

import io.shardfit.application.catalogue.GpuCatalogue;
import io.shardfit.application.comparison.Comparer;
import io.shardfit.application.comparison.Comparison;
import io.shardfit.application.format.InputError;
import io.shardfit.application.format.PlanFormat;
import io.shardfit.application.format.measurement.MeasurementFormat;
import io.shardfit.application.measurement.MeasuredFile;
import io.shardfit.application.measurement.Measurement;
import io.shardfit.domain.quantity.Share;
import io.shardfit.domain.verdict.Assessment;
import io.shardfit.domain.verdict.RuleSet;
import io.shardfit.domain.verdict.Verdict;
import java.util.ArrayList;
import java.util.List;

/// Sets what a plan predicts beside what runs printed.
public final class CompareMeasurements {
    private final CheckPlan checkPlan;
    private final PlanFormat format;

    public CompareMeasurements(GpuCatalogue catalogue) {
        this.checkPlan = new CheckPlan(catalogue);
        this.format = new PlanFormat(catalogue);
    }

    /// What became of it.
    public sealed interface Outcome {
        record Compared(Comparison comparison) implements Outcome {}

        /// The plan has no lawful shape or is not modelled: there is nothing to compare with.
        record Unjudged(CheckedPlan plan) implements Outcome {}

        record Rejected(List<InputError> errors) implements Outcome {
            public Rejected {
                errors = List.copyOf(errors);
            }
        }
    }

    /// @param tolerance by which a measurement may miss its interval
    public Outcome compare(
            String planName, byte[] plan, List<MeasuredFile> files, Share tolerance) {
        return switch (checkPlan.check(planName, plan, RuleSet.current(), Overrides.NONE)) {
            case CheckPlan.Outcome.Rejected(List<InputError> errors) ->
                    new Outcome.Rejected(errors);
            case CheckPlan.Outcome.Checked(CheckedPlan checked) ->
                    switch (checked.verdict()) {
                        case Verdict.Refused _ -> new Outcome.Unjudged(checked);
                        case Verdict.Assessed(_, _, Assessment assessment, _) ->
                                compare(checked, assessment, plan, files, tolerance);
                    };
        };
    }

    private Outcome compare(
            CheckedPlan checked,
            Assessment assessment,
            byte[] plan,
            List<MeasuredFile> files,
            Share tolerance) {
        List<Measurement> measurements = new ArrayList<>();
        List<String> notes = new ArrayList<>();
        List<InputError> errors = new ArrayList<>();
        for (MeasuredFile file : files) {
            switch (MeasurementFormat.read(file)) {
                case MeasurementFormat.Reading.Rejected(InputError error) -> errors.add(error);
                case MeasurementFormat.Reading.Read(List<Measurement> found, List<String> said) -> {
                    measurements.addAll(found);
                    notes.addAll(said);
                }
            }
        }
        return errors.isEmpty()
                ? new Outcome.Compared(
                        Comparer.compare(
                                format, plan, checked, assessment, measurements, notes, tolerance))
                : new Outcome.Rejected(errors);
    }
}
