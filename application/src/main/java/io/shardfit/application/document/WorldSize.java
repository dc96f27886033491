package io.shardfit.application.document;

import io.shardfit.domain.plan.DeploymentPlan;
import io.shardfit.domain.quantity.Derivation;
import io.shardfit.domain.quantity.Derivation.Term;
import io.shardfit.domain.strategy.Degree;

/// The symbols of a convention's world-size product.
final class WorldSize {
    private WorldSize() {}

    static Term[] terms(DeploymentPlan plan) {
        return plan.convention().worldDegrees().stream()
                .map(degree -> term(plan, degree))
                .toArray(Term[]::new);
    }

    static Term term(DeploymentPlan plan, Degree degree) {
        return Derivation.term(
                degree.symbol(), degree.of(plan.strategy()), degree.words(), degree.key());
    }
}
