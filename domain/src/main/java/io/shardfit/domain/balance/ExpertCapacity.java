package io.shardfit.domain.balance;

import io.shardfit.domain.architecture.Experts;
import io.shardfit.domain.plan.DeploymentPlan;
import io.shardfit.domain.quantity.Ratio;
import io.shardfit.domain.strategy.DeepSpeed;
import io.shardfit.domain.strategy.MegatronCore;
import io.shardfit.domain.strategy.Multiplicative;
import io.shardfit.domain.strategy.SgLang;
import io.shardfit.domain.strategy.TensorRtLlm;
import io.shardfit.domain.strategy.TorchTitan;
import io.shardfit.domain.strategy.VLlm;
import io.shardfit.domain.workload.ExpertDispatch;
import io.shardfit.domain.workload.Workload.Inference;
import io.shardfit.domain.workload.Workload.Training;
import java.util.Optional;

/// The most copies that an expert takes from each rank, where tokens beyond it are dropped.
///
/// Of `n` tokens on a rank each expert takes at most `C = ceil(factor × k × n ÷ E)`. Every source
/// rank drops for itself, before the exchange. Megatron drops as soon as a factor is given and
/// never takes more than `n` (NVIDIA/Megatron-LM@d98e8a6
/// megatron/core/transformer/moe/moe_utils.py:248-266, 1019-1082); DeepSpeed drops unless told not
/// to, and always sends buffers of the full capacity, at least 4 tokens
/// (deepspeedai/DeepSpeed@edaa722 deepspeed/moe/sharded_moe.py:162-171, 463-494).
///
/// @param tokens `C`, tokens that an expert takes from a rank
/// @param of `n`, tokens of a rank
/// @param padded whether every expert's buffer is filled up to it
record ExpertCapacity(long tokens, long of, boolean padded) {
    private static final int LEAST_OF_DEEPSPEED = 4;

    /// {@return the capacity as a part of the tokens}
    Portion part() {
        return Portion.of(tokens, of);
    }

    static Optional<ExpertCapacity> of(DeploymentPlan plan, Experts experts) {
        return switch (plan.workload()) {
            case Inference _ -> Optional.empty();
            case Training training -> of(plan, training, experts);
        };
    }

    private static Optional<ExpertCapacity> of(
            DeploymentPlan plan, Training training, Experts experts) {
        ExpertDispatch dispatch = training.dispatch();
        long tokens = tokens(plan, training);
        return switch (plan.convention()) {
            case DeepSpeed _ ->
                    dispatch.dropTokens() || dispatch.padToCapacity()
                            ? Optional.of(deepSpeed(dispatch, experts, tokens))
                            : Optional.empty();
            case Multiplicative _, MegatronCore _ ->
                    dispatch.capacityFactor()
                            .map(factor ->
                                    new ExpertCapacity(
                                            Math.min(tokens, capacity(factor, experts, tokens)),
                                            tokens,
                                            dispatch.padToCapacity()));
            case TorchTitan _, VLlm _, SgLang _, TensorRtLlm _ -> Optional.empty();
        };
    }

    private static ExpertCapacity deepSpeed(ExpertDispatch dispatch, Experts experts, long tokens) {
        Ratio factor = dispatch.capacityFactor().orElse(Ratio.ONE);
        return new ExpertCapacity(
                Math.max(LEAST_OF_DEEPSPEED, capacity(factor, experts, tokens)), tokens, true);
    }

    private static long capacity(Ratio factor, Experts experts, long tokens) {
        Ratio each =
                Ratio.of(
                        factor.numerator(),
                        Math.multiplyExact(factor.denominator(), (long) experts.count()));
        return each.ofRoundedUp(Math.multiplyExact(tokens, (long) experts.perToken()));
    }

    /// Sequence parallelism gives each rank its own tokens to route.
    private static long tokens(DeploymentPlan plan, Training training) {
        long ofReplica =
                Math.ceilDiv(
                        (long) training.sequenceLength() * training.microBatch(),
                        plan.strategy().context());
        return Math.ceilDiv(ofReplica, plan.strategy().normShards());
    }
}
