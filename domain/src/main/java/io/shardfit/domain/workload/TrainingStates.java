package io.shardfit.domain.workload;

import io.shardfit.domain.quantity.Precision;
import java.util.Optional;

/// What lives for the whole run, in which formats, and who shares it.
///
/// @param weights stored weights; where weights are sharded and fp32 they are their own master copy
/// @param master the optimizer's own copy of the weights, where it keeps one
/// @param gradients accumulated gradients
/// @param moments each moment of the optimizer
/// @param reshardAfterForward whether gathered layers are freed between forward and backward pass
///   (ZeRO 3, FSDP)
/// @param adapter low-rank adapters that are trained instead of the weights
public record TrainingStates(
        TrainingPrecision precision,
        Precision weights,
        Optional<Precision> master,
        Precision gradients,
        Precision moments,
        Optimizer optimizer,
        ZeroStage zeroStage,
        boolean reshardAfterForward,
        Offload offload,
        Optional<Adapter> adapter) {

    /// {@return the usual formats of a recipe: fp32 gradients and moments, and an fp32 master copy
    /// of 16-bit weights}
    public static TrainingStates of(
            TrainingPrecision precision, Optimizer optimizer, ZeroStage zeroStage) {
        Precision stored = precision.stored();
        return new TrainingStates(
                precision,
                stored,
                stored == Precision.FP32 ? Optional.empty() : Optional.of(Precision.FP32),
                Precision.FP32,
                Precision.FP32,
                optimizer,
                zeroStage,
                true,
                Offload.NONE,
                Optional.empty());
    }

    public int weightBytes() {
        return weights.bits() / 8;
    }

    public int gradientBytes() {
        return gradients.bits() / 8;
    }

    public int masterBytes() {
        return master.isPresent() ? master.get().bits() / 8 : 0;
    }

    /// {@return bytes that the optimizer keeps for one element of a matrix}
    public int optimizerBytes() {
        return masterBytes() + optimizer.momentBytes(moments);
    }

    /// {@return bytes that the optimizer keeps for one element of embedding, head or norm}
    public int tableOptimizerBytes() {
        return masterBytes() + optimizer.tableMomentBytes(moments);
    }

    public TrainingStates withPrecision(TrainingPrecision recipe) {
        TrainingStates usual = of(recipe, optimizer, zeroStage);
        return new TrainingStates(
                recipe,
                usual.weights,
                usual.master,
                gradients,
                moments,
                optimizer,
                zeroStage,
                reshardAfterForward,
                offload,
                adapter);
    }

    public TrainingStates withOptimizer(Optimizer other) {
        return new TrainingStates(
                precision,
                weights,
                master,
                gradients,
                moments,
                other,
                zeroStage,
                reshardAfterForward,
                offload,
                adapter);
    }

    public TrainingStates withZeroStage(ZeroStage stage) {
        return new TrainingStates(
                precision,
                weights,
                master,
                gradients,
                moments,
                optimizer,
                stage,
                reshardAfterForward,
                offload,
                adapter);
    }
}
