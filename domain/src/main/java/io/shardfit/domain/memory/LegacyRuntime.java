package io.shardfit.domain.memory;

import io.shardfit.domain.plan.DeploymentPlan;
import io.shardfit.domain.strategy.PipelineLayout.StageLayers;
import io.shardfit.domain.workload.TrainingKernels.CrossEntropy;
import io.shardfit.domain.workload.TrainingStates;
import io.shardfit.domain.workload.Workload.Training;
import java.util.EnumSet;
import java.util.Set;

/// Megatron without Transformer Engine, and Megatron-DeepSpeed, which computes the same layers
/// under DeepSpeed's optimizers (bigscience-workshop/Megatron-DeepSpeed@8387ae1,
/// microsoft/DeepSpeed@2151c78).
///
/// @param engine whether DeepSpeed holds the states and runs the pipeline
record LegacyRuntime(boolean engine) implements TrainingRuntime {
    static final LegacyRuntime MEGATRON = new LegacyRuntime(false);
    static final LegacyRuntime DEEPSPEED = new LegacyRuntime(true);

    @Override
    public SavedTable table(LayerShapes shapes) {
        return new LegacyTable(shapes);
    }

    /// 16-bit logits and an fp32 copy worked on in place (mpu/cross_entropy.py@8387ae1); Megatron
    /// of 2023 subtracted out of place (NVIDIA/Megatron-LM before 9634c0e).
    @Override
    public int logitBytes(Training training) {
        return engine || training.kernels().crossEntropy() == CrossEntropy.NATIVE ? 6 : 10;
    }

    /// DeepSpeed keeps 16-bit gradients of the weights; its BF16 optimizer also sums them in fp32,
    /// not sharded.
    @Override
    public int gradientBytes(TrainingStates states, boolean accumulates) {
        return engine && states.gradientBytes() == 4 && states.weightBytes() == 2
                ? 6
                : states.gradientBytes();
    }

    /// {@return bytes per parameter of copies that DeepSpeed makes for a step: 16-bit and fp32
    /// gradients of the rank's share, or, without sharding, of all, where gradients are fp16}
    int copiedBytes(Training training) {
        if (!engine || training.states().gradientBytes() == 4) {
            return 0;
        }
        return training.zeroStage().shardsOptimizer() ? 6 : 8;
    }

    @Override
    public void peaks(StagePeaks at) {
        StageLayers stage = at.stage();
        if (stage.mixture() > 0) {
            at.mixture();
        }
        if (stage.dense() > 0) {
            at.legacyBlock();
        }
        at.layer();
        if (stage.last()) {
            int bytes = logitBytes(at.training());
            if (at.training().kernels().crossEntropy() == CrossEntropy.CHUNKED) {
                at.chunkedLoss(bytes);
            } else {
                at.loss(bytes);
            }
        }
    }

    @Override
    public AllocatorSlack slack(LayerShapes shapes) {
        return engine ? AllocatorSlack.DEEPSPEED : AllocatorSlack.MEGATRON;
    }

    @Override
    public TrainingIntervals intervals() {
        return engine ? TrainingIntervals.DEEPSPEED : TrainingIntervals.MEGATRON;
    }

    @Override
    public Set<MemoryPart> own(DeploymentPlan plan, Training training) {
        Set<MemoryPart> own = EnumSet.of(MemoryPart.WORKSPACES);
        if (engine && plan.strategy().pipeline() > 1) {
            own.add(MemoryPart.STAGE_BUFFERS);
        }
        if (engine) {
            own.add(MemoryPart.STEP_BUFFERS);
        }
        if (training.zeroStage().shardsWeights()) {
            own.add(MemoryPart.GATHERED_WEIGHTS);
        }
        return own;
    }
}
