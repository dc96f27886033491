package io.shardfit.domain.workload;

import io.shardfit.domain.quantity.Share;

/// What is kept in host memory instead of on the GPU.
///
/// @param optimizer part of the optimizer states
/// @param parameters whether sharded weights and gradients wait in host memory (FSDP, ZeRO 3)
/// @param activationLayers layers per stage whose kept activations are moved out
public record Offload(Share optimizer, boolean parameters, int activationLayers) {
    public static final Offload NONE = new Offload(new Share(0), false, 0);

    public Offload {
        if (optimizer.fraction() > 1 || activationLayers < 0) {
            throw new IllegalArgumentException("cannot offload " + optimizer + " of the optimizer");
        }
    }
}
