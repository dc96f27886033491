package io.shardfit.domain.verdict;

import io.shardfit.domain.quantity.ParameterCount;
import io.shardfit.domain.quantity.Share;
import java.util.List;

/// A finding about the model as the plan describes it.
public sealed interface ModelFinding extends Finding {
    /// Beyond this the plan describes two models, and which one runs is not known.
    Share ANOTHER_MODEL = Share.ofPercent(20);

    Share REMARKABLE = Share.ofPercent(5);

    /// The declared parameter count is not what the architecture gives.
    record ParametersDiffer(ParameterCount declared, ParameterCount computed)
            implements ModelFinding {
        public Share difference() {
            return Share.of(Math.abs(declared.count() - computed.count()), computed.count());
        }

        @Override
        public String code() {
            return "MOD001";
        }

        @Override
        public Severity severity() {
            if (difference().isMoreThan(ANOTHER_MODEL)) {
                return Severity.UNDECIDED;
            }
            return difference().isMoreThan(REMARKABLE) ? Severity.WARNING : Severity.ADVICE;
        }

        @Override
        public String message() {
            return "declared %s parameters, the architecture gives %s: %s apart"
                    .formatted(declared, computed, difference());
        }

        @Override
        public List<String> keys() {
            return List.of("model.declaredParameters");
        }
    }
}
