package io.shardfit.domain.memory;

import io.shardfit.domain.architecture.Attention.GroupedQuery;
import io.shardfit.domain.architecture.Attention.MultiLatent;
import io.shardfit.domain.architecture.Experts;
import io.shardfit.domain.architecture.ModelArchitecture;
import io.shardfit.domain.plan.DeploymentPlan;
import io.shardfit.domain.quantity.Derivation;
import io.shardfit.domain.strategy.PipelineLayout.StageLayers;
import org.jspecify.annotations.Nullable;

/// Transformer Engine keeps one dummy gradient per kind of linear weight so that autograd sees a
/// gradient while the real one is accumulated in place (TE 2.3 for linear layers, 2.10 for grouped
/// ones; MooreThreads/SimuMax@4dcaae5 simumax/core/base_struct.py:1098-1114). A role counts once,
/// however many layers use it, also where two roles have the same shape; of grouped experts one
/// expert's shape counts.
///
/// @param attention query, key, value and output projections
/// @param dense the two linear layers of a dense block
/// @param expert the two of one routed expert
/// @param shared the two of the shared experts
/// @param head the output head
record WeightGradientCache(long attention, long dense, long expert, long shared, long head) {
    static final String SOURCE =
            "one dummy gradient per linear role, MooreThreads/SimuMax@4dcaae5"
                    + " simumax/core/base_struct.py:1098-1114";

    static WeightGradientCache of(DeploymentPlan plan, RankParameters rank) {
        ModelArchitecture model = plan.model();
        @Nullable Experts experts = model.experts().orElse(null);
        return new WeightGradientCache(
                attention(model, rank),
                rank.denseBlock(),
                experts == null ? 0 : rank.oneExpert(),
                rank.sharedExperts(),
                rank.vocabulary());
    }

    /// The latent norms are no linear layers.
    private static long attention(ModelArchitecture model, RankParameters rank) {
        return switch (model.attention()) {
            case GroupedQuery _ -> rank.attention();
            case MultiLatent a -> rank.attention() - a.queryRank() - a.keyValueRank();
        };
    }

    long elements(StageLayers stage) {
        return (stage.count() > 0 ? attention : 0)
                + (stage.dense() > 0 ? dense : 0)
                + (stage.mixture() > 0 ? expert + shared : 0)
                + (stage.last() ? head : 0);
    }

    Derivation elementsHow(StageLayers stage) {
        return Derivation.of(
                elements(stage),
                "elements",
                "u_a × attention + u_d × dense + u_m × (expert + shared) + u_h × head",
                SOURCE,
                used("u_a", stage.count() > 0, "attention"),
                used("u_d", stage.dense() > 0, "dense blocks"),
                used("u_m", stage.mixture() > 0, "mixtures"),
                used("u_h", stage.last(), "the head"),
                Derivation.term("attention", attention, "attention projections on a rank", "model"),
                Derivation.term("dense", dense, "dense block on a rank", "model"),
                Derivation.term("expert", expert, "one routed expert on a rank", "model"),
                Derivation.term("shared", shared, "shared experts on a rank", "model"),
                Derivation.term("head", head, "output head on a rank", "model"));
    }

    private static Derivation.Term used(String symbol, boolean used, String what) {
        return Derivation.term(
                symbol, used ? 1 : 0, "1 when the stage has " + what, "layers as placed");
    }
}
