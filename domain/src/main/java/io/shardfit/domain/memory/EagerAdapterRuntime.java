package io.shardfit.domain.memory;

import io.shardfit.domain.plan.DeploymentPlan;
import io.shardfit.domain.workload.Adapter;
import io.shardfit.domain.workload.Workload.Training;
import java.util.EnumSet;
import java.util.Set;

/// Adapters trained beside frozen weights in eager PyTorch (Lightning-AI/litgpt@2685705).
record EagerAdapterRuntime(Adapter adapter) implements TrainingRuntime {
    @Override
    public SavedTable table(LayerShapes shapes) {
        return new EagerAdapterTable(shapes, adapter);
    }

    /// 16-bit logits and their copy in chunks, and an fp32 gradient.
    @Override
    public int logitBytes(Training training) {
        return 8;
    }

    @Override
    public void peaks(StagePeaks at) {
        at.layer();
        if (at.stage().last()) {
            at.loss(logitBytes(at.training()));
        }
    }

    @Override
    public AllocatorSlack slack(LayerShapes shapes) {
        return AllocatorSlack.MEGATRON;
    }

    @Override
    public TrainingIntervals intervals() {
        return adapter.frozenBits() < 16 ? TrainingIntervals.QUANTISED : TrainingIntervals.ADAPTERS;
    }

    @Override
    public Set<MemoryPart> own(DeploymentPlan plan, Training training) {
        Set<MemoryPart> own = EnumSet.of(MemoryPart.WORKSPACES);
        if (adapter.frozenBits() < 16
                || training.zeroStage().shardsWeights() && plan.groups().denseShards() > 1) {
            own.add(MemoryPart.GATHERED_WEIGHTS);
        }
        return own;
    }
}
