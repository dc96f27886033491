package io.shardfit.application.format;

import io.shardfit.domain.plan.DeploymentPlan;
import io.shardfit.domain.quantity.Derivation;
import io.shardfit.domain.quantity.Derivation.Given;
import io.shardfit.domain.quantity.Derivation.Term;
import io.shardfit.domain.serving.EngineSettings;
import io.shardfit.domain.workload.EngineLimits;
import io.shardfit.domain.workload.Workload.Inference;

/// What a serving engine fills in by itself. It depends on the whole plan, so it is noted last.
record EngineAssumptions(Problems problems, DeploymentPlan plan) {
    private static final String KEYS = "workload.inference.";

    void note() {
        if (plan.workload() instanceof Inference inference && plan.convention().serves()) {
            note(new EngineSettings(plan, inference), inference.engine());
        }
    }

    private void note(EngineSettings settings, EngineLimits told) {
        if (told.memoryFraction().isEmpty()) {
            settings.fraction().ifPresent(this::fraction);
        }
        if (told.maxBatchedTokens().isEmpty()) {
            amount("maxBatchedTokens", settings.batched());
        }
        if (told.maxSequences().isEmpty()) {
            Derivation most = settings.mostSequences();
            Derivation taken = settings.sequences();
            amount("maxSequences", most.value().equals(taken.value()) ? most : taken);
        }
    }

    private void fraction(Term term) {
        String origin = term instanceof Given given ? given.origin() : term.meaning();
        problems.assume(KEYS + "memoryFraction", term.value().toPlainString(), origin);
    }

    private void amount(String key, Derivation how) {
        problems.assume(KEYS + key, how.value().toPlainString(), how.source());
    }
}
