package io.shardfit.domain.memory;

import io.shardfit.domain.balance.RankLoad;
import io.shardfit.domain.plan.DeploymentPlan;
import io.shardfit.domain.quantity.Derivation;
import io.shardfit.domain.quantity.Ratio;
import io.shardfit.domain.workload.Workload.Training;
import java.util.List;

/// How many copies of tokens the experts of a rank compute: `k` of each of its `T ÷ TP` tokens on
/// average, times how unevenly they are routed.
final class RoutedTokens {
    private RoutedTokens() {}

    static long on(RankLoad rank, DeploymentPlan plan, long tokens) {
        if (plan.model().experts().isEmpty()) {
            return 0;
        }
        long even = Math.multiplyExact(tokens, plan.model().experts().get().perToken());
        Ratio load = rank.overMean();
        return Math.ceilDiv(
                Math.multiplyExact(even, load.numerator()),
                Math.multiplyExact(load.denominator(), plan.strategy().tensor()));
    }

    static Derivation how(Symbols symbols, Training training) {
        return symbols.explain(
                on(symbols.load(), symbols.plan(), LayerShapes.tokens(symbols.plan(), training)),
                "tokens",
                "ceil(T × k × u ÷ TP)",
                "docs/adr/0013-routing-skew-in-memory.md",
                List.of(
                        Derivation.term(
                                "u",
                                "tokens routed to the rank over the mean",
                                symbols.load().how())));
    }
}
