package io.shardfit.application;

import io.shardfit.application.catalogue.GpuCatalogue;
import io.shardfit.application.format.InputError;
import io.shardfit.application.format.PlanFile;
import io.shardfit.application.format.PlanFormat;
import io.shardfit.application.format.PlanReading;
import io.shardfit.domain.plan.DeploymentPlan;
import io.shardfit.domain.verdict.ConventionAnswer;
import java.util.List;

/// Shows one strategy under every convention, side by side.
public final class CompareConventions {
    private final PlanFormat format;

    public CompareConventions(GpuCatalogue catalogue) {
        this.format = new PlanFormat(catalogue);
    }

    /// What became of it.
    public sealed interface Outcome {
        record Compared(DeploymentPlan plan, List<ConventionAnswer> answers) implements Outcome {
            public Compared {
                answers = List.copyOf(answers);
            }
        }

        record Rejected(List<InputError> errors) implements Outcome {
            public Rejected {
                errors = List.copyOf(errors);
            }
        }
    }

    public Outcome compare(String fileName, byte[] bytes) {
        return switch (format.read(fileName, bytes)) {
            case PlanReading.Rejected(List<InputError> errors) -> new Outcome.Rejected(errors);
            case PlanReading.Read(PlanFile file) ->
                    new Outcome.Compared(file.plan(), ConventionAnswer.of(file.plan()));
        };
    }
}
