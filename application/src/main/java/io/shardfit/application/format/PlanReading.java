package io.shardfit.application.format;

import java.util.List;

/// What became of a plan file.
public sealed interface PlanReading {
    record Read(PlanFile file) implements PlanReading {}

    /// Nothing was judged: the file says something that is not a plan.
    record Rejected(List<InputError> errors) implements PlanReading {
        public Rejected {
            errors = List.copyOf(errors);
        }
    }
}
