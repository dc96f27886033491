package io.shardfit.application.document;

import io.shardfit.domain.plan.DeploymentPlan;
import io.shardfit.domain.quantity.Derivation;
import io.shardfit.domain.quantity.Derivation.Term;
import io.shardfit.domain.strategy.Convention.MegatronCore;
import io.shardfit.domain.strategy.Convention.Multiplicative;
import io.shardfit.domain.strategy.ParallelStrategy;

/// The symbols of a convention's world-size product.
final class WorldSize {
    private WorldSize() {}

    static Term[] terms(DeploymentPlan plan) {
        ParallelStrategy s = plan.strategy();
        Term tensor = degree("TP", s.tensor(), "tensor");
        Term pipeline = degree("PP", s.pipeline(), "pipeline");
        Term data = degree("DP", s.data(), "data");
        Term context = degree("CP", s.context(), "context");
        return switch (plan.convention()) {
            case Multiplicative _ ->
                    new Term[] {
                        degree("EP", s.expert(), "expert"), tensor, pipeline, data, context
                    };
            case MegatronCore _ -> new Term[] {tensor, context, pipeline, data};
        };
    }

    private static Term degree(String symbol, int degree, String word) {
        return Derivation.term(symbol, degree, word + " parallel", "strategy." + word + "Parallel");
    }
}
