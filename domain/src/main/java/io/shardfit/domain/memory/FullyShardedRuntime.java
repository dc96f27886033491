package io.shardfit.domain.memory;

import io.shardfit.domain.plan.DeploymentPlan;
import io.shardfit.domain.strategy.PipelineLayout.StageLayers;
import io.shardfit.domain.workload.TrainingKernels;
import io.shardfit.domain.workload.TrainingKernels.CrossEntropy;
import io.shardfit.domain.workload.TrainingStates;
import io.shardfit.domain.workload.Workload.Training;
import java.util.EnumSet;
import java.util.Set;

/// FSDP2 as torchtitan uses it: sharded weights are their own master copy, layers are gathered in
/// 16 bits, gradients appear in the backward pass (pytorch/torchtitan@9dec370 and @b5bcd76).
record FullyShardedRuntime(TrainingKernels kernels) implements TrainingRuntime {
    @Override
    public SavedTable table(LayerShapes shapes) {
        return new FullyShardedTable(shapes);
    }

    /// Eager: log-probabilities and two gradients in fp32; with the loss split over tensor-parallel
    /// ranks also the exponentials. Compiled: 16-bit logits and gradients. Chunked: 14 for an
    /// eighth.
    @Override
    public int logitBytes(Training training) {
        if (training.kernels().crossEntropy() == CrossEntropy.CHUNKED) {
            return 14;
        }
        return isCompiledLoss() ? 4 : 12;
    }

    private boolean isCompiledLoss() {
        return kernels.crossEntropy() == CrossEntropy.FUSED
                || kernels.crossEntropy() == CrossEntropy.NATIVE;
    }

    private int logitBytes(StagePeaks at) {
        int usual = logitBytes(at.training());
        return usual == 12 && at.shapes().tensor() > 1 ? 16 : usual;
    }

    /// One micro-batch on one stage holds no gradient before the loss is done.
    @Override
    public int gradientBytes(TrainingStates states, boolean accumulates) {
        return accumulates ? states.gradientBytes() : 0;
    }

    @Override
    public void peaks(StagePeaks at) {
        StageLayers stage = at.stage();
        if (stage.mixture() > 0) {
            at.mixture();
        }
        if (stage.dense() > 0) {
            at.shardedLayer();
        }
        at.layer();
        if (stage.last()) {
            if (kernels.crossEntropy() == CrossEntropy.CHUNKED) {
                at.chunkedLoss(logitBytes(at));
            } else {
                at.loss(logitBytes(at));
            }
        }
        if (!at.memory().accumulates()) {
            at.step(at.training().states().gradientBytes());
        }
    }

    /// {@return bytes per logit of the largest block of the loss}
    private int blockBytes() {
        return kernels.crossEntropy() == CrossEntropy.CHUNKED || isCompiledLoss() ? 2 : 4;
    }

    /// Adam's states are made after the first step, in blocks that the logits left, so that the
    /// largest is needed again: a hypothesis, read nowhere.
    @Override
    public AllocatorSlack slack(LayerShapes shapes) {
        long bytes =
                Math.ceilDiv(
                        Math.multiplyExact(
                                shapes.tokens(),
                                (long) blockBytes() * shapes.model().vocabularySize()),
                        shapes.tensor());
        boolean chunked = kernels.crossEntropy() == CrossEntropy.CHUNKED;
        return AllocatorSlack.fullySharded(chunked ? Math.ceilDiv(bytes, 4) : bytes);
    }

    @Override
    public TrainingIntervals intervals() {
        return TrainingIntervals.FULLY_SHARDED;
    }

    @Override
    public Set<MemoryPart> own(DeploymentPlan plan, Training training) {
        Set<MemoryPart> own = EnumSet.of(MemoryPart.WORKSPACES);
        if (plan.strategy().pipeline() > 1) {
            own.add(MemoryPart.STAGE_BUFFERS);
        }
        if (training.zeroStage().shardsWeights()) {
            own.add(MemoryPart.GATHERED_WEIGHTS);
        }
        return own;
    }
}
