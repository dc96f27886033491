package io.shardfit.application;

import io.shardfit.application.catalogue.GpuCatalogue;
import io.shardfit.application.document.PlanDocument;
import io.shardfit.application.format.InputError;
import io.shardfit.application.format.PlanFile;
import io.shardfit.application.format.PlanFormat;
import io.shardfit.application.format.PlanReading;
import io.shardfit.application.format.Position;
import io.shardfit.domain.verdict.Assessment;
import io.shardfit.domain.verdict.CompatibilityCheck;
import io.shardfit.domain.verdict.RuleSet;
import io.shardfit.domain.verdict.Verdict;
import io.shardfit.domain.verdict.Verdict.Assessed;
import java.util.List;

/// Judges one plan file.
public final class CheckPlan {
    private final GpuCatalogue catalogue;
    private final PlanFormat format;

    public CheckPlan(GpuCatalogue catalogue) {
        this.catalogue = catalogue;
        this.format = new PlanFormat(catalogue);
    }

    /// What became of it.
    public sealed interface Outcome {
        record Checked(CheckedPlan plan) implements Outcome {}

        record Rejected(List<InputError> errors) implements Outcome {
            public Rejected {
                errors = List.copyOf(errors);
            }
        }
    }

    public Outcome check(String fileName, byte[] bytes, RuleSet ruleSet, Overrides overrides) {
        return switch (format.read(fileName, bytes)) {
            case PlanReading.Rejected(List<InputError> errors) -> new Outcome.Rejected(errors);
            case PlanReading.Read(PlanFile file) ->
                    overrides
                            .problem(file)
                            .<Outcome>map(error -> new Outcome.Rejected(List.of(error)))
                            .orElseGet(() -> judge(overrides.apply(file), ruleSet));
        };
    }

    private Outcome judge(PlanFile file, RuleSet ruleSet) {
        try {
            Verdict verdict = CompatibilityCheck.check(file.plan(), ruleSet);
            count(verdict);
            return new Outcome.Checked(
                    new CheckedPlan(file, PlanDocument.digest(file.plan(), catalogue), verdict));
        } catch (ArithmeticException overflow) {
            return new Outcome.Rejected(List.of(tooLarge(file.name())));
        }
    }

    /// Documents print what a verdict computes only when asked, also of a plan which is refused
    /// before it is counted.
    private static void count(Verdict verdict) {
        verdict.plan().model().parameters().total();
        if (verdict instanceof Assessed(_, _, Assessment assessment, _)) {
            assessment.compute().perGpu();
            assessment.compute().traffic();
            assessment.time();
        }
    }

    static InputError tooLarge(String file) {
        return new InputError(
                file,
                Position.START,
                "",
                "the sizes multiply to more than can be counted (2^63)",
                "check model and workload for a mistyped size");
    }
}
