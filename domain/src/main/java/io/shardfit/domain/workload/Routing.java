package io.shardfit.domain.workload;

import io.shardfit.domain.quantity.Ratio;
import java.util.List;

/// How unevenly tokens are routed to experts.
public sealed interface Routing {
    /// Every expert is expected to get as many tokens; a learned router spreads them less evenly.
    record Uniform() implements Routing {}

    /// Every expert gets as many tokens because the framework makes it so, whatever the router
    /// says, as Megatron does for measuring (`moe_router_force_load_balancing`).
    record Balanced() implements Routing {}

    /// The busiest rank gets this many times the mean.
    record MaxOverMean(Ratio factor) implements Routing {}

    /// Expert `i` (1-based, the busiest first) gets a load proportional to `i^-exponent`.
    record Zipf(Ratio exponent) implements Routing {}

    /// Measured tokens per expert.
    record Histogram(List<Long> tokens, String origin) implements Routing {
        public Histogram {
            tokens = List.copyOf(tokens);
        }
    }

    Routing UNIFORM = new Uniform();
    Routing BALANCED = new Balanced();

    /// {@return whether every expert is expected to get as many tokens}
    default boolean isEven() {
        return this instanceof Uniform || this instanceof Balanced;
    }
}
