package io.shardfit.domain.workload;

import io.shardfit.domain.quantity.Ratio;
import java.util.Optional;

/// How tokens reach their experts.
///
/// @param capacityFactor tokens an expert takes over its even share; none means no limit
/// @param dropTokens whether tokens beyond the capacity are dropped
/// @param padToCapacity whether every expert's buffer is filled up to the capacity
public record ExpertDispatch(
        Dispatcher dispatcher,
        Optional<Ratio> capacityFactor,
        boolean dropTokens,
        boolean padToCapacity) {
    /// The exchange between expert-parallel ranks.
    public enum Dispatcher {
        ALLTOALL,
        ALLGATHER,
        /// deepseek-ai/DeepEP.
        DEEPEP,
        /// NVIDIA's hybrid of NVLink and network exchange.
        HYBRIDEP
    }

    public static final ExpertDispatch ALLTOALL =
            new ExpertDispatch(Dispatcher.ALLTOALL, Optional.empty(), false, false);
}
