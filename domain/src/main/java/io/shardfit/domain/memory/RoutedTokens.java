package io.shardfit.domain.memory;

import io.shardfit.domain.plan.DeploymentPlan;
import io.shardfit.domain.quantity.Derivation;
import io.shardfit.domain.quantity.Ratio;
import io.shardfit.domain.workload.ExpertDispatch;
import io.shardfit.domain.workload.Workload.Training;
import java.util.List;

/// How many copies of tokens the experts of the busiest rank compute: `k` of each of its `T ÷ TP`
/// tokens on average, times how unevenly they are routed, or up to the capacity of the experts.
final class RoutedTokens {
    private static final String SOURCE =
            "NVIDIA/Megatron-LM@23e00ed megatron/core/transformer/moe/moe_utils.py, router with"
                    + " capacity";

    private RoutedTokens() {}

    /// The one place where uneven routing enters the memory of training.
    private static Ratio worstOverMean() {
        return Ratio.ONE;
    }

    /// {@return the load of the busiest rank over the even share}
    static Ratio load(Training training) {
        ExpertDispatch dispatch = training.dispatch();
        Ratio skew = worstOverMean();
        if (dispatch.capacityFactor().isEmpty()) {
            return skew;
        }
        Ratio capacity = dispatch.capacityFactor().get();
        return dispatch.padToCapacity() || isMore(skew, capacity) ? capacity : skew;
    }

    private static boolean isMore(Ratio some, Ratio other) {
        return (double) some.numerator() / some.denominator()
                > (double) other.numerator() / other.denominator();
    }

    static long onBusiestRank(DeploymentPlan plan, Training training, long tokens) {
        if (plan.model().experts().isEmpty()) {
            return 0;
        }
        long even = Math.multiplyExact(tokens, plan.model().experts().get().perToken());
        Ratio load = load(training);
        return Math.ceilDiv(
                Math.multiplyExact(even, load.numerator()),
                Math.multiplyExact(load.denominator(), plan.strategy().tensor()));
    }

    static Derivation how(Symbols symbols, Training training) {
        Ratio load = load(training);
        return symbols.explain(
                onBusiestRank(
                        symbols.plan(), training, LayerShapes.tokens(symbols.plan(), training)),
                "tokens",
                "ceil(T × k × c_n ÷ (c_d × TP))",
                SOURCE,
                List.of(
                        Derivation.term(
                                "c_n",
                                load.numerator(),
                                "busiest rank over the mean, or capacity; numerator",
                                "workload.routing"),
                        Derivation.term(
                                "c_d", load.denominator(), "its denominator", "workload.routing")));
    }
}
