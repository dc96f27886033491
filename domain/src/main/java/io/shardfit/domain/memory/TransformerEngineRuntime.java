package io.shardfit.domain.memory;

import io.shardfit.domain.framework.Framework;
import io.shardfit.domain.plan.DeploymentPlan;
import io.shardfit.domain.strategy.PipelineLayout.StageLayers;
import io.shardfit.domain.workload.Workload.Training;
import java.util.EnumSet;
import java.util.Set;

/// Megatron-core on Transformer Engine (NVIDIA/Megatron-LM@23e00ed,
/// NVIDIA/TransformerEngine@c188b533). A release that is not named is the newest known.
record TransformerEngineRuntime(Framework framework) implements TrainingRuntime {
    static final String CROSS_ENTROPY =
            "gradient written into the 16-bit logits before Transformer Engine 2.18, fp32 beside"
                    + " them after; 8 for Megatron's own fusion, between the 6 and 10 that its source allows,"
                    + " not measured; unfused 6, before Megatron 0.8 10"
                    + " (NVIDIA/Megatron-LM@9634c0e)";

    @Override
    public SavedTable table(LayerShapes shapes) {
        return new TransformerEngineTable(shapes, !engineBefore("2.8"));
    }

    boolean engineBefore(String release) {
        return TrainingRuntime.isBefore(framework.transformerEngine(), release);
    }

    @Override
    public int logitBytes(Training training) {
        return switch (training.kernels().crossEntropy()) {
            case FUSED, CHUNKED -> engineBefore("2.18") ? 2 : 6;
            case NATIVE -> 8;
            case UNFUSED -> framework.isBefore("0.8") ? 10 : 6;
        };
    }

    /// {@return bytes per parameter of what the optimizer widens for a step: 16-bit gradients for
    /// fp32 moments; 16-bit moments, until Transformer Engine 2.13 (NVIDIA/TransformerEngine#2632;
    /// in-sample: the Moonlight rows, whose release is not known)}
    int widenedBytes(Training training) {
        if (training.states().moments().bits() == 16) {
            boolean scalesInPlace =
                    framework.transformerEngine().isPresent() && !engineBefore("2.13");
            return scalesInPlace ? 0 : 8;
        }
        return training.states().gradientBytes() == 2 ? 4 : 0;
    }

    @Override
    public void peaks(StagePeaks at) {
        StageLayers stage = at.stage();
        if (stage.mixture() > 0) {
            at.mixture();
        }
        if (stage.dense() > 0) {
            at.dense();
        }
        if (stage.counts().mamba() > 0) {
            at.mamba();
        }
        at.layer();
        if (stage.last()) {
            at.head(logitBytes(at.training()));
        }
        at.step(widenedBytes(at.training()));
    }

    @Override
    public AllocatorSlack slack(LayerShapes shapes) {
        return AllocatorSlack.MEGATRON;
    }

    @Override
    public TrainingIntervals intervals() {
        return TrainingIntervals.MEGATRON;
    }

    @Override
    public Set<MemoryPart> own(DeploymentPlan plan, Training training) {
        Set<MemoryPart> own = EnumSet.of(MemoryPart.WORKSPACES);
        if (!engineBefore("2.3")) {
            own.add(MemoryPart.WEIGHT_GRADIENT_CACHE);
        }
        if (plan.strategy().normShards() > 1) {
            own.add(MemoryPart.GATHER_BUFFER);
        }
        if (plan.strategy().pipeline() > 1) {
            own.add(MemoryPart.INPUT_GRADIENT);
        }
        if (training.zeroStage().shardsWeights()) {
            own.add(MemoryPart.GATHERED_WEIGHTS);
        }
        if (plan.model().experts().isPresent() && DispatchBuffer.isNeeded(plan, training)) {
            own.add(MemoryPart.DISPATCH_BUFFER);
        }
        return own;
    }
}
